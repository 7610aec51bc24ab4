import type { CreateInviteRequest, ListInvitesRequest, RevokeInviteRequest } from '@messenger/proto';
import { IsInt, Max, Min } from 'class-validator';
import { Describe, DescribeModel } from '../fields/describe.js';
import { Id } from '../fields/id.js';
import { PageSize, PageToken } from '../fields/paging.js';
import { Optional, Text } from '../fields/text.js';

@DescribeModel('An invite to be.')
export class CreateInviteDto implements CreateInviteRequest {
  @Describe({
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    default: 1,
    example: 10,
    description: 'How many accounts it is good for.',
  })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  maxUses?: number;

  @Describe({
    type: 'integer',
    minimum: 1,
    maximum: 365,
    default: 7,
    example: 7,
    description: 'How many days it is good for.',
  })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(365)
  expiresInDays?: number;

  @Text({ min: 1, max: 200, example: 'For the choir', description: 'For myself alone.' })
  @Optional()
  note?: string;
}

export class ListInvitesDto implements ListInvitesRequest {
  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

export class RevokeInviteDto implements RevokeInviteRequest {
  @Id()
  inviteId!: string;
}
