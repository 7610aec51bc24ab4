import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';

export interface TextOptions {
  /** Code points, after trimming. */
  min: number;
  max: number;
  example: string;
  description?: string;
  /** Passwords are taken as they are. */
  trim?: boolean;
}

/** Code points; a string's length counts UTF-16 units. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}

/** A string that PostgreSQL can store and UTF-8 can carry: without NUL and without halves of surrogate pairs. */
export function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed();
}

/** A text of `min` to `max` characters. */
export function Text({ min, max, trim = true, ...property }: TextOptions): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    if (!isPlainText(value) || value.length > 2 * max) return false;
    const length = codePoints(value);
    return length >= min && length <= max;
  };
  const defaultMessage = (argument?: ValidationArguments): string =>
    `${argument?.property} must be a text of ${min} to ${max} characters without NUL`;
  return applyDecorators(
    ApiProperty({ type: String, minLength: min, maxLength: max, ...property }),
    ...(trim ? [Trimmed()] : []),
    ValidateBy({ name: 'text', validator: { validate, defaultMessage } }),
  );
}

/** Strings lose the white space around them before they are checked. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}

/** The field may be left out; null is not leaving it out. */
export function Optional(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ required: false }),
    ValidateIf((_object, value) => value !== undefined),
  );
}
