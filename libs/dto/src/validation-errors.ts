import { ValidationFailedError, type FieldError } from '@messenger/errors';
import type { ValidationError } from 'class-validator';

/** class-validator's tree as one list with dotted paths. */
export function toValidationFailedError(errors: ValidationError[]): ValidationFailedError {
  return new ValidationFailedError(errors.flatMap((error) => fieldErrors(error, '')));
}

function fieldErrors({ property, constraints = {}, children = [] }: ValidationError, prefix: string): FieldError[] {
  const field = `${prefix}${property}`;
  const own = Object.values(constraints).map((message) => ({ field, message }));
  return [...own, ...children.flatMap((child) => fieldErrors(child, `${field}.`))];
}
