import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsUUID } from 'class-validator';
import { Describe } from './describe.js';

/** A UUID of any version, converted to lower case as PostgreSQL writes it: ids are compared as strings. */
export function Id(description?: string): PropertyDecorator {
  return applyDecorators(
    Describe({
      format: 'uuid',
      example: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42',
      ...(description !== undefined && { description }),
    }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    IsUUID('all'),
  );
}
