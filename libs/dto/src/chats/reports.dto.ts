import type { CloseReportRequest, CreateReportRequest, GetReportRequest, ListReportsRequest } from '@messenger/proto';
import { IsBoolean, IsIn, ValidateBy } from 'class-validator';
import { Describe, DescribeModel } from '../fields/describe.js';
import { EXAMPLE_IDS } from '../fields/example-ids.js';
import { Id } from '../fields/id.js';
import { PageSize, PageToken } from '../fields/paging.js';
import { Optional, Text } from '../fields/text.js';

/** The field goes with another one, or neither is there. */
function Together(other: keyof CreateReportRequest): PropertyDecorator {
  return ValidateBy({
    name: 'together',
    validator: {
      validate: (_value, argument) => (argument?.object as CreateReportRequest | undefined)?.[other] !== undefined,
      defaultMessage: (argument) => `${argument?.property} needs ${other}`,
    },
  });
}

@DescribeModel('Whom to report, and why.')
export class CreateReportDto implements CreateReportRequest {
  @Id('Whom.')
  userId!: string;

  @Id('Where the message is; with `messageId`, or neither.', EXAMPLE_IDS.chat)
  @Together('messageId')
  @Optional()
  chatId?: string;

  @Id("One of that person's messages.", EXAMPLE_IDS.message)
  @Together('chatId')
  @Optional()
  messageId?: string;

  @Text({ min: 1, max: 1_000, visible: true, example: 'Threatens me', description: 'What is wrong.' })
  text!: string;

  @Describe({ default: false, description: 'Whether the five messages before and after it go along.' })
  @IsBoolean()
  @Together('messageId')
  @Optional()
  withContext?: boolean;
}

export class ListReportsDto implements ListReportsRequest {
  @Describe({ enum: ['open', 'closed'], default: 'open', description: 'Which ones.' })
  @IsIn(['open', 'closed'])
  @Optional()
  state?: string;

  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

export class GetReportDto implements GetReportRequest {
  @Id()
  reportId!: string;
}

@DescribeModel('What was done.')
export class ClosureDto implements Pick<CloseReportRequest, 'note'> {
  @Text({ min: 1, max: 500, example: 'Suspended for a week', description: 'For administrators.' })
  note!: string;
}

export class CloseReportDto extends ClosureDto implements CloseReportRequest {
  @Id()
  reportId!: string;
}
