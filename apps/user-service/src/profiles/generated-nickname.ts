import { randomInt } from 'node:crypto';

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** 36^10 nicknames: among a billion people one new nickname in four million collides. */
const LENGTH = 10;

/** The nickname that a profile has until its owner chooses one. */
export function generateNickname(): string {
  const suffix = Array.from({ length: LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)]);
  return `user_${suffix.join('')}`;
}
