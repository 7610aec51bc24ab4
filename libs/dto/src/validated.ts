import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { toValidationFailedError } from './validation-errors.js';

/** An object of the class with what is known of `plain`. @throws ValidationFailedError */
export function validated<T extends object>(type: new () => T, plain: object): T {
  const value = plainToInstance(type, plain);
  const errors = validateSync(value, { whitelist: true, stopAtFirstError: true, forbidUnknownValues: false });
  if (errors.length > 0) throw toValidationFailedError(errors);
  return value;
}
