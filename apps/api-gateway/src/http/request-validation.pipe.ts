import { toValidationFailedError } from '@messenger/dto';
import { ValidationFailedError } from '@messenger/errors';
import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

const MAX_NAME_LENGTH = 64;

/** Holds bodies and queries to their DTO. The first field that it does not have ends it: nothing else is looked at. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  private readonly fieldsOf = new WeakMap<object, Set<string>>();

  constructor() {
    super({ transform: true, stopAtFirstError: true, exceptionFactory: toValidationFailedError });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.metatype !== undefined && typeof value === 'object' && value !== null) {
      this.assertKnown(value, metadata.metatype);
    }
    return super.transform(value, metadata);
  }

  private assertKnown(value: object, type: object): void {
    const fields = this.fields(type);
    if (fields.size === 0) return;
    for (const name in value) {
      if (fields.has(name)) continue;
      throw new ValidationFailedError([{ field: name.slice(0, MAX_NAME_LENGTH), message: 'There is no such field' }]);
    }
  }

  private fields(type: object): Set<string> {
    const known = this.fieldsOf.get(type) ?? validatedFieldsOf(type);
    this.fieldsOf.set(type, known);
    return known;
  }
}

/** None for a class without rules. */
function validatedFieldsOf(type: object): Set<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type as () => void, '', false, false);
  return new Set(rules.map(({ propertyName }) => propertyName));
}
