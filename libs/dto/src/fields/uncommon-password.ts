import { ValidateBy } from 'class-validator';

/** In code points. */
export const MIN_PASSWORD_LENGTH = 8;

let commonPasswords: Promise<Set<string>> | undefined;

/** Refuses the passwords that are most common in leaks, by zxcvbn's list. */
export function UncommonPassword(): PropertyDecorator {
  return ValidateBy({
    name: 'uncommon',
    validator: {
      validate: async (value: unknown) => typeof value !== 'string' || !(await isCommon(value)),
      defaultMessage: (argument) => `${argument?.property} is one of the commonest passwords`,
    },
  });
}

async function isCommon(password: string): Promise<boolean> {
  commonPasswords ??= loadCommonPasswords();
  return (await commonPasswords).has(password.toLowerCase());
}

/** Loads the list of 14 MB at the first new password: most processes never see one. */
async function loadCommonPasswords(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].filter((password) => password.length >= MIN_PASSWORD_LENGTH));
}
