import { EXAMPLE_IDS } from '@messenger/dto';
import type { ReceivedReport, Report, ReportedMessage } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ProfileLookup } from '../users/profiles.js';
import { ProfileView } from '../users/user.views.js';

const CHAT_ID = {
  type: String,
  format: 'uuid',
  nullable: true,
  example: EXAMPLE_IDS.chat,
  description: 'Where the message is; null where the report is about the person.',
} as const;
const MESSAGE_ID = { ...CHAT_ID, example: EXAMPLE_IDS.message, description: 'The message.' } as const;
const TEXT = { example: 'Threatens me', description: 'What is wrong.' };

@ApiSchema({ description: 'A report that I have made.' })
export class ReportView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.report, description: 'Names the report.' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.grace, description: 'Whom it is about.' })
  userId!: string;

  @ApiProperty(CHAT_ID)
  chatId!: string | null;

  @ApiProperty(MESSAGE_ID)
  messageId!: string | null;

  @ApiProperty(TEXT)
  text!: string;

  @ApiProperty({ description: 'When it was made.' })
  createdAt!: Date;
}

@ApiSchema({ description: 'A message as it was when somebody reported it.' })
export class ReportedMessageView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.message, description: 'Names the message.' })
  id!: string;

  @ApiProperty({ type: 'integer', example: 7, description: 'Its place in the chat.' })
  seq!: number;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.grace, description: 'Who sent it.' })
  senderId!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Just wait!', description: 'null where it was deleted.' })
  text!: string | null;

  @ApiProperty({ description: 'When it was sent.' })
  createdAt!: Date;
}

@ApiSchema({ description: 'A report, as administrators see it.' })
export class ReceivedReportView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.report, description: 'Names the report.' })
  id!: string;

  @ApiProperty({ type: ProfileView, description: 'Who has made it.' })
  reporter!: ProfileView;

  @ApiProperty({ type: ProfileView, description: 'Whom it is about.' })
  reported!: ProfileView;

  @ApiProperty(CHAT_ID)
  chatId!: string | null;

  @ApiProperty(MESSAGE_ID)
  messageId!: string | null;

  @ApiProperty(TEXT)
  text!: string;

  @ApiProperty({ type: [ReportedMessageView], description: 'The message, and those around it that were sent along.' })
  messages!: ReportedMessageView[];

  @ApiProperty({ description: 'When it was made.' })
  createdAt!: Date;

  @ApiProperty({ type: Date, nullable: true, example: null, description: 'When it was closed.' })
  closedAt!: Date | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_IDS.ada,
    description: 'Who has closed it.',
  })
  closedBy!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'What was done.' })
  note!: string | null;
}

@ApiSchema({ description: 'A page of reports.' })
export class ReportPageView {
  @ApiProperty({ type: [ReceivedReportView], description: 'The newest first.' })
  reports!: ReceivedReportView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

export function toReportView({ chatId, messageId, createdAt, ...report }: Report): ReportView {
  return { ...report, chatId: chatId ?? null, messageId: messageId ?? null, createdAt: createdAt as Date };
}

export function toReceivedReportView(
  report: ReceivedReport,
  reporterOf: ProfileLookup,
  reportedOf: ProfileLookup,
): ReceivedReportView {
  const { id, reporterId, reportedId, text, messages } = report;
  return {
    ...{ id, text },
    reporter: reporterOf(reporterId),
    reported: reportedOf(reportedId),
    chatId: report.chatId ?? null,
    messageId: report.messageId ?? null,
    messages: messages.map(toReportedMessageView),
    createdAt: report.createdAt as Date,
    closedAt: report.closedAt ?? null,
    closedBy: report.closedBy ?? null,
    note: report.note ?? null,
  };
}

function toReportedMessageView({ text, createdAt, ...message }: ReportedMessage): ReportedMessageView {
  return { ...message, text: text ?? null, createdAt: createdAt as Date };
}
