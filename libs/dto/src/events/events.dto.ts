import type { ListEventsRequest } from '@messenger/proto';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageSize } from '../fields/paging.js';
import { Optional, Text } from '../fields/text.js';

/** A page of one service's log, for the gateway. */
export class ListEventsDto implements ListEventsRequest {
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  afterPosition?: number;

  @PageSize()
  limit?: number;
}

export class ReadEventsDto {
  @Text({
    min: 1,
    max: 128,
    description: "The last answer's `nextCursor`; left out to learn where now is.",
  })
  @Optional()
  cursor?: string;

  @PageSize()
  limit?: number;
}
