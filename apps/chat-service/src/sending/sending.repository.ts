import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { ARE_FRIENDS } from '../chats/own-chat.js';
import { MESSAGE, type MessageRow } from '../messages/message-row.js';
import type { LockedChat, NewMessage, Send, SentMessage } from './send.js';

@Injectable()
export class SendingRepository {
  /**
   * In the order of their ids: batches that share chats wait for each other and never in a circle. In a statement of
   * its own: the next one's snapshot then holds whatever the locks were waited for.
   */
  async lockChats(sql: Sql, chatIds: string[]): Promise<LockedChat[]> {
    return sql.query<LockedChat>(
      `SELECT c.id, c.user_low AS "userLow", c.user_high AS "userHigh", c.last_seq AS "lastSeq", ${ARE_FRIENDS} AS friends
       FROM chats c WHERE c.id = ANY($1::uuid[]) ORDER BY c.id FOR UPDATE`,
      [chatIds],
    );
  }

  /** The messages that sends of the same client ids have made before. */
  async findSent(sql: Sql, sends: Send[]): Promise<SentMessage[]> {
    const marked = sends.filter(({ clientMessageId }) => clientMessageId !== undefined);
    if (marked.length === 0) return [];
    return sql.query<SentMessage>(
      `SELECT ${MESSAGE}, m.sent_text_hash AS "textHash"
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS send (chat_id, sender_id, client_message_id)
       JOIN messages m USING (chat_id, sender_id, client_message_id)`,
      [
        marked.map(({ chatId }) => chatId),
        marked.map(({ senderId }) => senderId),
        marked.map(({ clientMessageId }) => clientMessageId),
      ],
    );
  }

  /** Writes the messages and raises their chats' counters; the chats are locked. Times are drawn after the locks. */
  async write(sql: Sql, messages: NewMessage[]): Promise<MessageRow[]> {
    return sql.query<MessageRow>(
      `WITH m AS (
         INSERT INTO messages (chat_id, seq, id, sender_id, client_message_id, text, sent_text_hash, created_at)
         SELECT *, statement_timestamp()
         FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::bytea[])
         RETURNING *
       ), raised AS (
         UPDATE chats SET last_seq = last.seq, updated_at = last.created_at
         FROM (SELECT chat_id, max(seq) AS seq, max(created_at) AS created_at FROM m GROUP BY chat_id) last
         WHERE chats.id = last.chat_id
       )
       SELECT ${MESSAGE} FROM m`,
      [
        messages.map(({ send }) => send.chatId),
        messages.map(({ seq }) => seq),
        messages.map(({ id }) => id),
        messages.map(({ send }) => send.senderId),
        messages.map(({ send }) => send.clientMessageId ?? null),
        messages.map(({ send }) => send.text),
        messages.map(({ send }) => send.textHash),
      ],
    );
  }
}
