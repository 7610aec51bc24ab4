import { first, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { ExpressionBuilder, UpdateObject } from 'kysely';
import { CHAT_POSITION_COLUMNS, isOwn, toChatPositions, type ChatPositions } from '../chats/own-chat.js';
import { db, STATEMENT_TIME } from '../database.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../message.js';
import type { DB } from '../tables.gen.js';

/** Which messages of a chat; the bounds are exclusive. */
export interface SeqRange {
  afterSeq: number | undefined;
  beforeSeq: number | undefined;
  /** `asc` for the oldest of the range, `desc` for the newest. */
  order: 'asc' | 'desc';
  limit: number;
}

export interface History {
  positions: ChatPositions;
  messages: MessageRow[];
}

@Injectable()
export class MessagesRepository {
  /** One statement, so the messages and the positions are of one moment. Undefined where the chat is not the user's. */
  async findHistory(sql: Sql, chatId: string, userId: string, range: SeqRange): Promise<History | undefined> {
    const rows = await sql.run(
      db
        .selectFrom('chats')
        .leftJoinLateral(
          (chat) => messagesIn(chat, range).as('messages'),
          (join) => join.onTrue(),
        )
        .select([...CHAT_POSITION_COLUMNS, ...MESSAGE_COLUMNS])
        .where('chats.id', '=', chatId)
        .where((chat) => isOwn(chat, userId))
        .orderBy('messages.seq', range.order),
    );
    const [chat] = rows;
    if (chat === undefined) return undefined;
    return {
      positions: toChatPositions(chat, userId),
      messages: rows.filter((row): row is typeof row & MessageRow => row.id !== null),
    };
  }

  async findOfSender(sql: Sql, chatId: string, messageId: string, senderId: string): Promise<MessageRow | undefined> {
    return first(
      sql,
      db
        .selectFrom('messages')
        .select(MESSAGE_COLUMNS)
        .where('messages.chatId', '=', chatId)
        .where('messages.id', '=', messageId)
        .where('messages.senderId', '=', senderId),
    );
  }

  edit(sql: Sql, message: MessageRow, text: string): Promise<MessageRow> {
    return update(sql, message, { text, editedAt: STATEMENT_TIME });
  }

  /** Leaves a tombstone. */
  delete(sql: Sql, message: MessageRow): Promise<MessageRow> {
    return update(sql, message, { text: null, deletedAt: STATEMENT_TIME });
  }
}

function messagesIn(chat: ExpressionBuilder<DB, 'chats'>, { afterSeq, beforeSeq, order, limit }: SeqRange) {
  let messages = chat
    .selectFrom('messages')
    .select(MESSAGE_COLUMNS)
    .whereRef('messages.chatId', '=', 'chats.id')
    .orderBy('messages.seq', order)
    .limit(limit);
  if (afterSeq !== undefined) messages = messages.where('messages.seq', '>', afterSeq);
  if (beforeSeq !== undefined) messages = messages.where('messages.seq', '<', beforeSeq);
  return messages;
}

type MessageChanges = UpdateObject<DB, 'messages'>;

/** Of a locked message. */
async function update(sql: Sql, { chatId, seq }: MessageRow, changes: MessageChanges): Promise<MessageRow> {
  const [message] = (await sql.run(
    db
      .updateTable('messages')
      .set(changes)
      .where('messages.chatId', '=', chatId)
      .where('messages.seq', '=', seq)
      .returning(MESSAGE_COLUMNS),
  )) as [MessageRow];
  return message;
}
