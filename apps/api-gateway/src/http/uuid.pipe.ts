import { ValidationFailedError } from '@messenger/errors';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';

/** Validates an id in a path: a UUID of any version. Returns it in lower case. */
export class UuidPipe implements PipeTransform<string, string> {
  transform(value: string, { data: field = 'id' }: ArgumentMetadata): string {
    if (!isUUID(value, 'all')) throw new ValidationFailedError([{ field, message: `${field} must be a UUID` }]);
    return value.toLowerCase();
  }
}
