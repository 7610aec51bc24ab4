import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Optional, Text } from './text.js';

/** PostgreSQL's integer, which `seq` is. */
export const MAX_SEQ = 2_147_483_647;

/** In a query every value is a string. */
export function NumberFromQuery(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  );
}

/** How many items an answer holds: 1 to 100. */
export function PageSize(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'integer', minimum: 1, maximum: 100, default: 20, example: 20 }),
    Optional(),
    NumberFromQuery(),
    IsInt(),
    Min(1),
    Max(100),
  );
}

/** Where the last page ended. */
export function PageToken(): PropertyDecorator {
  return applyDecorators(
    Text({
      min: 0,
      max: 512,
      example: '',
      description: "The last page's `nextPageToken`; left out for the first page.",
    }),
    Optional(),
  );
}

/** A place in a chat, in a query. */
export function SeqBound(description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_SEQ, description }),
    Optional(),
    NumberFromQuery(),
    IsInt(),
    Min(0),
    Max(MAX_SEQ),
  );
}
