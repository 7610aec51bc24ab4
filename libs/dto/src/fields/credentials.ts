import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Transform } from 'class-transformer';
import { isEmail, MaxLength, ValidateBy } from 'class-validator';
import { Text, isPlainText } from './text.js';

const MIN_PASSWORD = 8;
const MAX_PASSWORD = 128;
/** RFC 5321, 4.5.3.1.3, less the angle brackets. */
const MAX_EMAIL = 254;

/** The commonest passwords of those leaks that zxcvbn counts. */
const commonPasswords = new Set(dictionary['passwords-common'].filter((password) => password.length >= MIN_PASSWORD));

/** An address, kept in lower case: one person must not be two accounts. */
export function EmailAddress(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ format: 'email', maxLength: MAX_EMAIL, example: 'ada@example.com' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().toLowerCase() : value)),
    MaxLength(MAX_EMAIL),
    ValidateBy({
      name: 'email',
      validator: {
        // isEmail throws at half of a surrogate pair.
        validate: (value: unknown) => isPlainText(value) && isEmail(value),
        defaultMessage: () => 'email must be an email',
      },
    }),
  );
}

/** The password of a sign-in: only its size matters. */
export function Password(): PropertyDecorator {
  return Text({ min: 1, max: MAX_PASSWORD, trim: false, example: 'correct horse battery staple' });
}

/** A password to be: of any kind of characters (NIST SP 800-63B, 3.1.1.2), but not a common one. */
export function NewPassword(): PropertyDecorator {
  return applyDecorators(
    Text({
      min: MIN_PASSWORD,
      max: MAX_PASSWORD,
      trim: false,
      example: 'correct horse battery staple',
      description: 'Of any characters, but not one of the commonest passwords.',
    }),
    ValidateBy({
      name: 'uncommon',
      validator: {
        validate: (value: unknown) => typeof value !== 'string' || !commonPasswords.has(value.toLowerCase()),
        defaultMessage: (argument) => `${argument?.property} is one of the commonest passwords`,
      },
    }),
  );
}

/** What stands behind `=` in the link of a mail. */
export function LinkToken(): PropertyDecorator {
  return Text({ min: 1, max: 512, example: 'Zk3uJmV0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQ' });
}
