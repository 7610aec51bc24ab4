import type { Complete, Message } from '@messenger/proto';
import type { Selectable } from '@messenger/database';
import type { Messages } from './tables.gen.js';

/** What is shown of a message. */
export type MessageRow = Omit<Selectable<Messages>, 'sentTextHash' | 'editCount'>;

/** The columns of MessageRow. */
export const MESSAGE_COLUMNS = [
  'messages.id',
  'messages.chatId',
  'messages.seq',
  'messages.senderId',
  'messages.clientMessageId',
  'messages.text',
  'messages.createdAt',
  'messages.editedAt',
  'messages.deletedAt',
] as const;

export function toMessage({ id, chatId, seq, senderId, createdAt, ...row }: MessageRow): Complete<Message> {
  return {
    ...{ id, chatId, seq, senderId, createdAt },
    text: row.text ?? undefined,
    clientMessageId: row.clientMessageId ?? undefined,
    editedAt: row.editedAt ?? undefined,
    deletedAt: row.deletedAt ?? undefined,
  };
}

/** What the log keeps of an event about a message: its text stays in one place, and is gone when it is deleted. */
export type MessageReference = Pick<MessageRow, 'chatId' | 'seq'>;

export function referenceTo({ chatId, seq }: MessageReference): MessageReference {
  return { chatId, seq };
}
