import { compileOnce, unnest, type ColumnTypes, type Sql } from '@messenger/database';
import { encodePayload } from '@messenger/events';
import type { LoggedEventRow, PayloadReader } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { MESSAGE_COLUMNS, toMessage, type MessageReference, type MessageRow } from '../message.js';

const ABOUT_MESSAGES = ['chat.message_sent.v1', 'chat.message_edited.v1', 'chat.message_deleted.v1'] as const;
const REFERENCE: ColumnTypes<MessageReference> = { chatId: 'uuid', seq: 'integer' };

type EventAboutMessage = LoggedEventRow & { type: (typeof ABOUT_MESSAGES)[number] };

/** Fills the events about messages with what the messages are now: a deleted one has no text in any of them. */
@Injectable()
export class MessagePayloads implements PayloadReader {
  async read(sql: Sql, events: LoggedEventRow[]): Promise<LoggedEventRow[]> {
    const references = events.filter(isAboutMessage).map(referenceOf);
    if (references.length === 0) return events;
    const messages = await sql.run(findReferenced({ references }));
    const byReference = new Map(messages.map((message) => [keyOf(message), message]));
    return events.map((event) =>
      isAboutMessage(event) ? filled(event, byReference.get(keyOf(referenceOf(event)))) : event,
    );
  }
}

const findReferenced = compileOnce(({ references }: { references: MessageReference[] }) =>
  db
    .selectFrom(unnest('reference', REFERENCE, references))
    .innerJoin('messages', (join) =>
      join.onRef('messages.chatId', '=', 'reference.chatId').onRef('messages.seq', '=', 'reference.seq'),
    )
    .select(MESSAGE_COLUMNS),
);

function isAboutMessage(event: LoggedEventRow): event is EventAboutMessage {
  return (ABOUT_MESSAGES as readonly string[]).includes(event.type);
}

function referenceOf({ payload }: EventAboutMessage): MessageReference {
  return JSON.parse(payload) as MessageReference;
}

function keyOf({ chatId, seq }: MessageReference): string {
  return `${chatId} ${seq}`;
}

function filled(event: EventAboutMessage, message: MessageRow | undefined): LoggedEventRow {
  if (message === undefined) throw new Error(`The message of event ${event.id} is missing`);
  return { ...event, payload: JSON.stringify(encodePayload(event.type, { message: toMessage(message) })) };
}
