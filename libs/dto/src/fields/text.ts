import { applyDecorators } from '@nestjs/common';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { Convert } from './convert.js';
import { Describe } from './describe.js';

/** `min` and `max` are code points, after trimming. */
export interface TextOptions {
  min: number;
  max: number;
  /** None where no value would work for everybody. */
  example?: string;
  description?: string;
  /** Where white space is cut off; `none` for passwords, which are taken as they are. `both` by default. */
  trim?: Trim;
  /** Whether a text is refused of which nothing can be seen. */
  visible?: boolean;
}

export type Trim = 'both' | 'end' | 'none';

/**
 * Shown as nothing: white space, control characters, what Unicode lets a font ignore (zero-width and filler characters,
 * variation selectors, tags), and characters that are drawn as an empty place (Braille, music, Khitan, hieroglyphs).
 */
const INVISIBLE =
  /^(?:[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB\u{1D159}\u{13441}\u{13442}]|\u{16FE4})*$/u;

/** The number of code points; a string's length counts UTF-16 code units. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}

function hasLength(text: string, min: number, max: number): boolean {
  if (text.length > 2 * max) return false;
  // Of 50 UTF-16 code units, at least 25 are code points: most texts need not be counted.
  if (text.length >= 2 * min && text.length <= max) return true;
  const length = codePoints(text);
  return length >= min && length <= max;
}

/** A string that PostgreSQL can store and UTF-8 can encode: without NUL and without lone surrogates. */
export function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed();
}

/** A string of `min` to `max` characters. */
export function Text({ min, max, trim = 'both', visible = false, ...property }: TextOptions): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    return isPlainText(value) && hasLength(value, min, max) && !(visible && INVISIBLE.test(value));
  };
  const defaultMessage = (argument?: ValidationArguments): string =>
    `${argument?.property} must have ${min} to ${max} characters${isPlainText(argument?.value) ? '' : ', none of them NUL or half a character'}${visible ? ', one of them visible at least' : ''}`;
  return applyDecorators(
    Describe({ minLength: min, maxLength: max, ...property }),
    ...(trim === 'none' ? [] : [Trimmed(trim)]),
    ValidateBy({ name: 'text', validator: { validate, defaultMessage } }),
  );
}

/** Cuts off the white space around strings, or at their end alone, before they are validated. */
export function Trimmed(trim: Exclude<Trim, 'none'> = 'both'): PropertyDecorator {
  const cut = (text: string): string => (trim === 'end' ? text.trimEnd() : text.trim());
  return Convert((value) => (typeof value === 'string' ? cut(value) : value));
}

/** The field may be left out, but not null. */
export function Optional(): PropertyDecorator {
  return applyDecorators(
    Describe({ required: false }),
    ValidateIf((_object, value) => value !== undefined),
  );
}
