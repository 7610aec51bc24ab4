/** What NFKD leaves as one letter. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };

const MIN_LENGTH = 3;
/** Leaves room for the digits that make it unique. */
const MAX_LENGTH = 24;

/** "Ada Lovelace" becomes ada_lovelace. Undefined where too few of the name's letters are those of a nickname. */
export function nicknameOfName(name: string): string | undefined {
  const letters = Array.from(name.normalize('NFKD').toLowerCase(), (letter) => LETTERS[letter] ?? letter).join('');
  const nickname = letters
    .replace(/[\p{M}'\u2019]/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, MAX_LENGTH)
    .replace(/^_|_$/g, '');
  return nickname.length >= MIN_LENGTH ? nickname : undefined;
}
