import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { canonicalEmail, MAX_EMAIL_LENGTH } from './canonical-email.js';
import { Convert } from './convert.js';
import { Describe } from './describe.js';
import { UnguessablePassword } from './guessable-password.js';
import { Optional, Text } from './text.js';
import { MIN_PASSWORD_LENGTH, UncommonPassword } from './uncommon-password.js';

/** In code points. */
const MAX_PASSWORD_LENGTH = 128;

/** An e-mail address, converted to its canonical form: one mailbox must not be two accounts. */
export function EmailAddress(): PropertyDecorator {
  return applyDecorators(
    Describe({
      format: 'email',
      maxLength: MAX_EMAIL_LENGTH,
      example: 'ada@example.com',
      description: 'The e-mail address of the account; upper and lower case are the same.',
    }),
    Convert((value) => canonicalEmail(value) ?? value),
    ValidateBy({
      name: 'email',
      validator: {
        validate: (value: unknown) => canonicalEmail(value) !== undefined,
        defaultMessage: () => 'email must be an e-mail address, like ada@example.com',
      },
    }),
  );
}

/** The password of a sign-in: validated by its length alone. */
export function Password(): PropertyDecorator {
  return Text({
    min: 1,
    max: MAX_PASSWORD_LENGTH,
    trim: 'none',
    example: 'correct horse battery staple',
    description: 'The password of the account.',
  });
}

/** A new password: of any characters (NIST SP 800-63B, 3.1.1.2), but not one that is soon guessed. */
export function NewPassword(): PropertyDecorator {
  return applyDecorators(
    Text({
      min: MIN_PASSWORD_LENGTH,
      max: MAX_PASSWORD_LENGTH,
      trim: 'none',
      example: 'correct horse battery staple',
      description:
        'Of any characters, but not one of the commonest passwords, nor one that repeats, counts, or is made of the own address or nickname.',
    }),
    UnguessablePassword(),
    UncommonPassword(),
  );
}

/** The token in the link of a mail. */
export function LinkToken(): PropertyDecorator {
  return Text({
    min: 1,
    max: 512,
    example: 'Zk3uJmV0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQ',
    description: 'From the link in the mail.',
  });
}

/** The code of an invite. */
export function InviteCode(): PropertyDecorator {
  return applyDecorators(
    Text({
      min: 1,
      max: 512,
      description: 'From the link of an invite, behind `#invite=`; needed where REGISTRATION is `invite`.',
    }),
    Optional(),
  );
}
