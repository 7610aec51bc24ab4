import { ValidateBy } from 'class-validator';
import { codePoints } from './text.js';

const MIN_DIFFERENT_CHARACTERS = 3;
/** "abcabcabc" repeats three. */
const MAX_REPEATED_CHARACTERS = 4;
/** What a password needs besides a word that is known to belong to its owner. */
const MIN_OTHER_CHARACTERS = 4;
/** Shorter words occur by chance. */
const MIN_WORD_CHARACTERS = 3;

const EMOJI_ONLY = /^[\u{10000}-\u{10ffff}]+$/u;
const BLANK = /[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** A few characters again and again, the last time perhaps not whole. */
const REPEATED = new RegExp(`^(.{1,${MAX_REPEATED_CHARACTERS}}?)\\1+(.{0,${MAX_REPEATED_CHARACTERS}})$`, 'su');

/** Refuses passwords of blanks, of few different characters, of a repeated beginning, or in alphabetical order. */
export function UnguessablePassword(): PropertyDecorator {
  return ValidateBy({
    name: 'unguessable',
    validator: {
      validate: (value: unknown) => typeof value !== 'string' || !isGuessable(value),
      defaultMessage: (argument) => `${argument?.property} repeats or counts; take one that nobody guesses`,
    },
  });
}

function isGuessable(password: string): boolean {
  const visible = password.replace(BLANK, '');
  if (visible === '') return true;
  // Nobody guesses which of the thousands of emoji is repeated, nor where blanks are.
  if (EMOJI_ONLY.test(password) || hasBlanksAnd(visible, password)) return false;
  return new Set(visible).size < MIN_DIFFERENT_CHARACTERS || isRepeated(visible) || isSequence(visible);
}

/** Whether a password of one or two visible characters owes its length to blanks that can be seen in a text. */
function hasBlanksAnd(visible: string, password: string): boolean {
  return codePoints(visible) < MIN_DIFFERENT_CHARACTERS && /\s/u.test(password);
}

function isRepeated(password: string): boolean {
  const [, unit, rest] = REPEATED.exec(password) ?? [];
  return unit !== undefined && rest !== undefined && unit.startsWith(rest);
}

/** Whether each character follows the one before, or precedes it, in Unicode. */
function isSequence(password: string): boolean {
  const codes = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  return [1, -1].some((step) => codes.every((code, i) => i === 0 || code === (codes[i - 1] ?? 0) + step));
}

/** Whether the password is made of words that belong to its owner, as an address or a nickname, and little else. */
export function isMadeOf(password: string, words: string[]): boolean {
  let rest = comparable(password);
  for (const word of words.flatMap(partsOf).sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, '');
  return rest.length < comparable(password).length && codePoints(rest) < MIN_OTHER_CHARACTERS;
}

/** The word itself, and of an address what stands before and after the @. */
function partsOf(word: string): string[] {
  return [word, ...word.split('@')].map(comparable).filter((part) => codePoints(part) >= MIN_WORD_CHARACTERS);
}

function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(BLANK, '');
}
