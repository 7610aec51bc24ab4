import { applyDecorators } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';
import { Convert } from './convert.js';
import { Describe } from './describe.js';
import { Optional, Text } from './text.js';

/** The highest value of PostgreSQL's `integer`, the type of `seq`. */
export const MAX_SEQ = 2_147_483_647;

/** Parses a number of a query, in which every value is a string. */
export function NumberFromQuery(): PropertyDecorator {
  return Convert((value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value));
}

/** The number of items of a page: 1 to 100. */
export function PageSize(): PropertyDecorator {
  return applyDecorators(
    Describe({ type: 'integer', minimum: 1, maximum: 100, default: 20, example: 20, description: 'How many at most.' }),
    Optional(),
    NumberFromQuery(),
    IsInt(),
    Min(1),
    Max(100),
  );
}

/** The token of the next page, from the last answer. */
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

/** An exclusive bound on the `seq` of messages, in a query. */
export function SeqBound(description: string): PropertyDecorator {
  return applyDecorators(
    Describe({ type: 'integer', minimum: 0, maximum: MAX_SEQ, description }),
    Optional(),
    NumberFromQuery(),
    IsInt(),
    Min(0),
    Max(MAX_SEQ),
  );
}
