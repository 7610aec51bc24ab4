import { validate, validateSync, type ValidationError } from 'class-validator';
import { fieldsOf } from './dto-fields.js';
import { toValidationFailedError } from './validation-errors.js';

type Fields = Record<string, unknown>;

const OPTIONS = { stopAtFirstError: true, forbidUnknownValues: false, validationError: { target: false } };

/** An object of the class with those fields of `plain` that it has rules for. @throws ValidationFailedError */
export async function validated<T extends object>(type: new () => T, plain: object): Promise<T> {
  const value = converted(type, plain);
  return accept(value, await validate(value, OPTIONS));
}

/** The same at once, for a class whose rules all are synchronous. @throws ValidationFailedError */
export function validatedSync<T extends object>(type: new () => T, plain: object): T {
  const value = converted(type, plain);
  return accept(value, validateSync(value, OPTIONS));
}

function converted<T extends object>(type: new () => T, plain: object): T {
  const value = new type();
  for (const { name, conversions } of fieldsOf(type)) {
    const received = (plain as Fields)[name];
    if (received === undefined) continue;
    (value as Fields)[name] = conversions.reduce<unknown>((result, convert) => convert(result), received);
  }
  return value;
}

function accept<T>(value: T, errors: ValidationError[]): T {
  if (errors.length > 0) throw toValidationFailedError(errors);
  return value;
}
