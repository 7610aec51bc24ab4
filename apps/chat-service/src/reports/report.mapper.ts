import type { Selectable } from '@messenger/database';
import type { Complete, ReceivedReport, Report, ReportedMessage } from '@messenger/proto';
import type { MessageRow } from '../message.js';
import type { Reports } from '../tables.gen.js';

export type ReportRow = Selectable<Reports>;

/** A message as the report keeps it: JSON. */
export interface KeptMessage extends Pick<MessageRow, 'id' | 'seq' | 'senderId' | 'text'> {
  createdAt: string;
}

export function keptMessage({ id, seq, senderId, text, createdAt }: MessageRow): KeptMessage {
  return { id, seq, senderId, text, createdAt: createdAt.toISOString() };
}

export function toReport({ id, reportedId: userId, chatId, messageId, text, createdAt }: ReportRow): Complete<Report> {
  return { id, userId, chatId: chatId ?? undefined, messageId: messageId ?? undefined, text, createdAt };
}

export function toReceivedReport(row: ReportRow): Complete<ReceivedReport> {
  const { id, reporterId, reportedId, text, createdAt } = row;
  return {
    ...{ id, reporterId, reportedId, text, createdAt },
    chatId: row.chatId ?? undefined,
    messageId: row.messageId ?? undefined,
    messages: (row.messages as unknown as KeptMessage[]).map(toReportedMessage),
    closedAt: row.closedAt ?? undefined,
    closedBy: row.closedBy ?? undefined,
    note: row.note ?? undefined,
  };
}

function toReportedMessage({ text, createdAt, ...message }: KeptMessage): Complete<ReportedMessage> {
  return { ...message, text: text ?? undefined, createdAt: new Date(createdAt) };
}
