import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsUUID } from 'class-validator';

/** A UUID of any version, in lower case as PostgreSQL writes it: ids are compared as texts. */
export function Id(description?: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ format: 'uuid', example: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42', description }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    IsUUID('all'),
  );
}
