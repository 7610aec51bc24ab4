import { randomInt } from 'node:crypto';

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** 36^10 nicknames: among a billion people one new nickname in four million collides. */
const LENGTH = 10;

/** The nickname that a profile has until its owner chooses one. */
export function generateNickname(): string {
  return `user_${randomCharacters(LENGTH)}`;
}

/** The nickname with six random characters, where the one without is taken. */
export function withSuffix(nickname: string): string {
  return `${nickname}_${randomCharacters(6)}`;
}

function randomCharacters(length: number): string {
  return Array.from({ length }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
}
