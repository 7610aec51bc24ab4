import { ValidationFailedError, type FieldError } from '@messenger/errors';
import type { ValidationError } from 'class-validator';

/** Flattens class-validator's tree of errors; the path of a nested field is joined by dots. */
export function toValidationFailedError(errors: ValidationError[]): ValidationFailedError {
  return new ValidationFailedError(errors.flatMap((error) => fieldErrors(error, '')));
}

function fieldErrors({ property, constraints = {}, children = [] }: ValidationError, prefix: string): FieldError[] {
  const field = `${prefix}${property}`;
  const own = Object.values(constraints).map((message) => ({ field, message }));
  return [...own, ...children.flatMap((child) => fieldErrors(child, `${field}.`))];
}
