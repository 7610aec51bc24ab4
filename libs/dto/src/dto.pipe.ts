import { ValidationFailedError } from '@messenger/errors';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { fieldsOf } from './dto-fields.js';
import { validated } from './validated.js';

const MAX_NAME_LENGTH = 64;

/** Holds bodies, queries and messages to their DTO. */
export class DtoPipe implements PipeTransform {
  /** @param unknownFields the first one that is refused ends it: nothing else is looked at */
  constructor(private readonly unknownFields: 'refused' | 'dropped') {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || metatype === undefined || fieldsOf(metatype).length === 0) return value;
    const plain = Object(value ?? {}) as object;
    if (this.unknownFields === 'refused') assertKnown(plain, metatype);
    return validated(metatype as new () => object, plain);
  }
}

function assertKnown(plain: object, type: object): void {
  const fields = fieldsOf(type);
  for (const name in plain) {
    if (fields.some((field) => field.name === name)) continue;
    throw new ValidationFailedError([{ field: name.slice(0, MAX_NAME_LENGTH), message: 'There is no such field' }]);
  }
}
