import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { isEmail, MaxLength, ValidateBy } from 'class-validator';
import { Describe } from './describe.js';
import { Text, isPlainText } from './text.js';
import { MIN_PASSWORD_LENGTH, UncommonPassword } from './uncommon-password.js';

/** In code points. */
const MAX_PASSWORD_LENGTH = 128;
/** RFC 5321, 4.5.3.1.3, less the angle brackets. */
const MAX_EMAIL_LENGTH = 254;

/** An e-mail address, converted to lower case: one person must not be two accounts. */
export function EmailAddress(): PropertyDecorator {
  return applyDecorators(
    Describe({ format: 'email', maxLength: MAX_EMAIL_LENGTH, example: 'ada@example.com' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().toLowerCase() : value)),
    MaxLength(MAX_EMAIL_LENGTH),
    ValidateBy({
      name: 'email',
      validator: {
        // isEmail throws at a lone surrogate.
        validate: (value: unknown) => isPlainText(value) && isEmail(value),
        defaultMessage: () => 'email must be an email',
      },
    }),
  );
}

/** The password of a sign-in: validated by its length alone. */
export function Password(): PropertyDecorator {
  return Text({ min: 1, max: MAX_PASSWORD_LENGTH, trim: 'none', example: 'correct horse battery staple' });
}

/** A new password: of any characters (NIST SP 800-63B, 3.1.1.2), but not a common one. */
export function NewPassword(): PropertyDecorator {
  return applyDecorators(
    Text({
      min: MIN_PASSWORD_LENGTH,
      max: MAX_PASSWORD_LENGTH,
      trim: 'none',
      example: 'correct horse battery staple',
      description: 'Of any characters, but not one of the commonest passwords.',
    }),
    UncommonPassword(),
  );
}

/** The token in the link of a mail. */
export function LinkToken(): PropertyDecorator {
  return Text({ min: 1, max: 512, example: 'Zk3uJmV0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQ' });
}
