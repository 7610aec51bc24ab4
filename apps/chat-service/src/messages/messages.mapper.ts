import type { Message } from '@messenger/proto';
import type { MessageRow } from './message-row.js';

export function toMessage({ id, chatId, seq, senderId, createdAt, ...row }: MessageRow): Message {
  return {
    ...{ id, chatId, seq, senderId, createdAt },
    text: row.text ?? undefined,
    clientMessageId: row.clientMessageId ?? undefined,
    editedAt: row.editedAt ?? undefined,
    deletedAt: row.deletedAt ?? undefined,
  };
}
