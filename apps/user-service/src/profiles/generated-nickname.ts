import { randomInt } from 'node:crypto';

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** 36^10 nicknames: a billion people make one new one collide in four million. */
const LENGTH = 10;

/** What somebody is called until they choose. */
export function generateNickname(): string {
  const suffix = Array.from({ length: LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)]);
  return `user_${suffix.join('')}`;
}
