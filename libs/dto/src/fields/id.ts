import { applyDecorators } from '@nestjs/common';
import { IsUUID } from 'class-validator';
import { Convert } from './convert.js';
import { Describe } from './describe.js';
import { EXAMPLE_IDS } from './example-ids.js';

/** A UUID of any version, converted to lower case as PostgreSQL writes it: ids are compared as strings. */
export function Id(description?: string, example: string = EXAMPLE_IDS.grace): PropertyDecorator {
  return applyDecorators(
    Describe({
      format: 'uuid',
      example,
      ...(description !== undefined && { description }),
    }),
    Convert((value) => (typeof value === 'string' ? value.toLowerCase() : value)),
    IsUUID('all'),
  );
}
