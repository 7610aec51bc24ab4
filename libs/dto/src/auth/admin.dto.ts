import type {
  GetAccountRequest,
  ListAccountsRequest,
  ListAuditLogRequest,
  RecordActRequest,
  ReplayDeadLettersRequest,
  SuspendAccountRequest,
} from '@messenger/proto';
import { IsIn } from 'class-validator';
import { DescribeModel } from '../fields/describe.js';
import { EXAMPLE_IDS } from '../fields/example-ids.js';
import { Id } from '../fields/id.js';
import { PageSize, PageToken } from '../fields/paging.js';
import { Optional, Text } from '../fields/text.js';

export class ListAuditLogDto implements ListAuditLogRequest {
  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

export class ListAccountsDto extends ListAuditLogDto implements ListAccountsRequest {
  @Text({ min: 1, max: 254, example: 'ada@', description: 'A part of the address, the nickname, or the id.' })
  @Optional()
  query?: string;
}

/** Of whatever an administrator does to an account without saying more. */
export class AccountIdDto implements GetAccountRequest {
  @Id()
  userId!: string;
}

const REASON = { min: 1, max: 500, example: 'Sends advertisements to strangers', description: 'For administrators.' };

@DescribeModel('Why.')
export class SuspensionDto implements Pick<SuspendAccountRequest, 'reason'> {
  @Text(REASON)
  reason!: string;
}

export class SuspendAccountDto extends SuspensionDto implements SuspendAccountRequest {
  @Id()
  userId!: string;
}

/** What other services do for administrators. */
const ACTS_ELSEWHERE = ['close_report', 'replay_dead_letter'];

export class RecordActDto extends SuspensionDto implements RecordActRequest {
  @IsIn(ACTS_ELSEWHERE)
  action!: string;

  @Id()
  targetId!: string;
}

@DescribeModel('Which dead letters.')
export class ReplayDeadLettersDto implements ReplayDeadLettersRequest {
  @Id('One event; all of them without it.', EXAMPLE_IDS.event)
  @Optional()
  eventId?: string;
}
