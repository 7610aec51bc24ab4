import { first, now, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db, STATEMENT_TIME } from '../database.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../message.js';

/** How far the messages of a chat have expired, and whose chat it is. */
export interface ExpiringChat {
  id: string;
  userLow: string;
  userHigh: string;
  expiredSeq: number;
}

const COLUMNS = ['chats.id', 'chats.userLow', 'chats.userHigh', 'chats.expiredSeq'] as const;

@Injectable()
export class ExpiredMessagesRepository {
  /** The next chats, by their ids, whose first message that has not expired is older. */
  findChats(sql: Sql, afterId: string, days: number, limit: number): Promise<ExpiringChat[]> {
    return sql.run(
      db
        .selectFrom('chats')
        .innerJoin('messages', (join) =>
          join
            .onRef('messages.chatId', '=', 'chats.id')
            .on((eb) => eb('messages.seq', '=', eb('chats.expiredSeq', '+', 1))),
        )
        .select(COLUMNS)
        .where('chats.id', '>', afterId)
        .where('messages.createdAt', '<', now({ days: -days }))
        .orderBy('chats.id')
        .limit(limit),
    );
  }

  /** Nothing else happens in the chat until the transaction ends. Undefined where it is gone. */
  lock(sql: Sql, id: string): Promise<ExpiringChat | undefined> {
    return first(sql, db.selectFrom('chats').select(COLUMNS).where('id', '=', id).forNoKeyUpdate());
  }

  /** The last of the next `limit` messages that is older; undefined where none is. */
  async findEnd(sql: Sql, { id, expiredSeq }: ExpiringChat, days: number, limit: number): Promise<number | undefined> {
    const end = await first(
      sql,
      db
        .selectFrom('messages')
        .select((eb) => eb.fn.max('seq').as('seq'))
        .where('chatId', '=', id)
        .where('seq', '>', expiredSeq)
        .where('seq', '<=', expiredSeq + limit)
        .where('createdAt', '<', now({ days: -days })),
    );
    return end?.seq ?? undefined;
  }

  /** Leaves tombstones up to there, and resolves with the new ones. */
  async expire(sql: Sql, { id, expiredSeq }: ExpiringChat, endSeq: number): Promise<MessageRow[]> {
    await sql.run(db.updateTable('chats').set({ expiredSeq: endSeq }).where('id', '=', id));
    return sql.run(
      db
        .updateTable('messages')
        .set({ text: null, deletedAt: STATEMENT_TIME })
        .where('messages.chatId', '=', id)
        .where('messages.seq', '>', expiredSeq)
        .where('messages.seq', '<=', endSeq)
        .where('text', 'is not', null)
        .returning(MESSAGE_COLUMNS),
    );
  }
}
