import type { KeysetPosition, Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { Pair } from '../friendships/pair.js';
import { ChatNotFoundError } from './chats.errors.js';
import { IS_OWN, OWN_CHAT, UNREAD_COUNT, type OwnChat } from './own-chat.js';

export interface CountedChat extends OwnChat {
  unreadCount: number;
}

const COUNTED_CHAT = `${OWN_CHAT}, ${UNREAD_COUNT} AS "unreadCount"`;

@Injectable()
export class ChatsRepository {
  /** @throws ChatNotFoundError */
  async get(sql: Sql, chatId: string, userId: string): Promise<OwnChat> {
    return found(
      await sql.query<OwnChat>(`SELECT ${OWN_CHAT} FROM chats c WHERE ${IS_OWN} AND c.id = $2`, [userId, chatId]),
    );
  }

  /** Nothing else happens in the chat until the transaction ends. @throws ChatNotFoundError */
  async lock(sql: Sql, chatId: string, userId: string): Promise<OwnChat> {
    return found(
      await sql.query<OwnChat>(`SELECT ${OWN_CHAT} FROM chats c WHERE ${IS_OWN} AND c.id = $2 FOR UPDATE`, [
        userId,
        chatId,
      ]),
    );
  }

  /** @throws ChatNotFoundError */
  async getCounted(sql: Sql, chatId: string, userId: string): Promise<CountedChat> {
    return found(
      await sql.query<CountedChat>(`SELECT ${COUNTED_CHAT} FROM chats c WHERE ${IS_OWN} AND c.id = $2`, [
        userId,
        chatId,
      ]),
    );
  }

  /** As one of the pair sees it. */
  async findBetween(sql: Sql, pair: Pair, userId: string): Promise<CountedChat | undefined> {
    const [chat] = await sql.query<CountedChat>(
      `SELECT ${COUNTED_CHAT} FROM chats c WHERE c.user_low = $2 AND c.user_high = $3`,
      [userId, ...pair],
    );
    return chat;
  }

  /** The latest first. The page is cut before its unread messages are counted. */
  async list(sql: Sql, userId: string, after: KeysetPosition | undefined, limit: number): Promise<CountedChat[]> {
    return sql.query<CountedChat>(
      `SELECT ${COUNTED_CHAT}
       FROM (
         SELECT * FROM chats c
         WHERE ${IS_OWN} AND ($2::timestamptz IS NULL OR (c.updated_at, c.id) < ($2, $3::uuid))
         ORDER BY c.updated_at DESC, c.id DESC LIMIT $4
       ) c
       ORDER BY c.updated_at DESC, c.id DESC`,
      [userId, after?.time ?? null, after?.id ?? null, limit],
    );
  }

  /** Whether this call made it: false where the two have a chat already. */
  async create(sql: Sql, chatId: string, pair: Pair): Promise<boolean> {
    const made = await sql.query(
      `INSERT INTO chats (id, user_low, user_high) VALUES ($1, $2, $3) ON CONFLICT (user_low, user_high) DO NOTHING
       RETURNING id`,
      [chatId, ...pair],
    );
    return made.length > 0;
  }

  async moveReadPosition(
    sql: Sql,
    chatId: string,
    userId: string,
    readSeq: number,
    readSeqShown: number,
  ): Promise<void> {
    await sql.query(
      `UPDATE chats SET
         low_read_seq = CASE WHEN user_low = $1 THEN $3 ELSE low_read_seq END,
         low_read_seq_shown = CASE WHEN user_low = $1 THEN $4 ELSE low_read_seq_shown END,
         high_read_seq = CASE WHEN user_high = $1 THEN $3 ELSE high_read_seq END,
         high_read_seq_shown = CASE WHEN user_high = $1 THEN $4 ELSE high_read_seq_shown END
       WHERE id = $2`,
      [userId, chatId, readSeq, readSeqShown],
    );
  }

  async countUnread(sql: Sql, chatId: string, userId: string): Promise<number> {
    const chats = await sql.query<{ unreadCount: number }>(
      `SELECT ${UNREAD_COUNT} AS "unreadCount" FROM chats c WHERE c.id = $2`,
      [userId, chatId],
    );
    return found(chats).unreadCount;
  }
}

function found<Row>([chat]: Row[]): Row {
  if (chat === undefined) throw new ChatNotFoundError();
  return chat;
}
