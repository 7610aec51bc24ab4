import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { Describe } from './describe.js';

/** `min` and `max` are code points, after trimming. */
export interface TextOptions {
  min: number;
  max: number;
  example: string;
  description?: string;
  /** False for passwords, which are taken as they are. */
  trim?: boolean;
}

/** The number of code points; a string's length counts UTF-16 code units. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}

/** A string that PostgreSQL can store and UTF-8 can encode: without NUL and without lone surrogates. */
export function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed();
}

/** A string of `min` to `max` characters. */
export function Text({ min, max, trim = true, ...property }: TextOptions): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    if (!isPlainText(value) || value.length > 2 * max) return false;
    const length = codePoints(value);
    return length >= min && length <= max;
  };
  const defaultMessage = (argument?: ValidationArguments): string =>
    `${argument?.property} must be a text of ${min} to ${max} characters without NUL`;
  return applyDecorators(
    Describe({ minLength: min, maxLength: max, ...property }),
    ...(trim ? [Trimmed()] : []),
    ValidateBy({ name: 'text', validator: { validate, defaultMessage } }),
  );
}

/** Trims the white space around strings before they are validated. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}

/** The field may be left out, but not null. */
export function Optional(): PropertyDecorator {
  return applyDecorators(
    Describe({ required: false }),
    ValidateIf((_object, value) => value !== undefined),
  );
}
