import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { CHAT_POSITIONS, IS_OWN, type ChatPositions } from '../chats/own-chat.js';
import { MESSAGE, type MessageRow } from './message-row.js';

/** Which messages; the bounds are exclusive. */
export interface Stretch {
  afterSeq?: number;
  beforeSeq?: number;
  /** The oldest of them, ascending; otherwise the newest, descending. */
  upwards: boolean;
  limit: number;
}

export interface History {
  positions: ChatPositions;
  messages: MessageRow[];
}

@Injectable()
export class MessagesRepository {
  /** One statement, so the messages and the positions are of one moment. Undefined where the chat is not the user's. */
  async findHistory(sql: Sql, chatId: string, userId: string, stretch: Stretch): Promise<History | undefined> {
    const { afterSeq, beforeSeq, upwards, limit } = stretch;
    const order = upwards ? 'ASC' : 'DESC';
    const rows = await sql.query<ChatPositions & (MessageRow | { id: null })>(
      `SELECT ${CHAT_POSITIONS}, m.*
       FROM chats c LEFT JOIN LATERAL (
         SELECT ${MESSAGE} FROM messages m
         WHERE m.chat_id = c.id AND m.seq > coalesce($3, 0) AND m.seq < coalesce($4, 2147483648)
         ORDER BY m.seq ${order} LIMIT $5
       ) m ON true
       WHERE c.id = $2 AND ${IS_OWN}
       ORDER BY m.seq ${order}`,
      [userId, chatId, afterSeq ?? null, beforeSeq ?? null, limit],
    );
    const [positions] = rows;
    return positions && { positions, messages: rows.filter((row) => row.id !== null) };
  }

  /** The last message of each chat that has one. */
  async findLast(sql: Sql, chats: { id: string; lastSeq: number }[]): Promise<MessageRow[]> {
    const written = chats.filter(({ lastSeq }) => lastSeq > 0);
    if (written.length === 0) return [];
    return sql.query<MessageRow>(
      `SELECT ${MESSAGE} FROM unnest($1::uuid[], $2::int[]) AS last (chat_id, seq) JOIN messages m USING (chat_id, seq)`,
      [written.map(({ id }) => id), written.map(({ lastSeq }) => lastSeq)],
    );
  }

  async findOfSender(sql: Sql, chatId: string, messageId: string, senderId: string): Promise<MessageRow | undefined> {
    const [message] = await sql.query<MessageRow>(
      `SELECT ${MESSAGE} FROM messages m WHERE m.chat_id = $1 AND m.id = $2 AND m.sender_id = $3`,
      [chatId, messageId, senderId],
    );
    return message;
  }

  async edit(sql: Sql, { chatId, seq }: MessageRow, text: string): Promise<MessageRow> {
    const [message] = (await sql.query<MessageRow>(
      `UPDATE messages m SET text = $3, edited_at = statement_timestamp()
       WHERE m.chat_id = $1 AND m.seq = $2 RETURNING ${MESSAGE}`,
      [chatId, seq, text],
    )) as [MessageRow];
    return message;
  }

  async delete(sql: Sql, { chatId, seq }: MessageRow): Promise<MessageRow> {
    const [message] = (await sql.query<MessageRow>(
      `UPDATE messages m SET text = NULL, deleted_at = statement_timestamp()
       WHERE m.chat_id = $1 AND m.seq = $2 RETURNING ${MESSAGE}`,
      [chatId, seq],
    )) as [MessageRow];
    return message;
  }
}
