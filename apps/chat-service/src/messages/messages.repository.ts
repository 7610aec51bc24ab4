import { compileOnce, first, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { UpdateObject } from 'kysely';
import { CHAT_POSITION_COLUMNS, isOwn, toChatPositions, type ChatPositions } from '../chats/own-chat.js';
import { db, STATEMENT_TIME } from '../database.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../message.js';
import type { DB } from '../tables.gen.js';

/** Which messages of a chat; the bounds are exclusive. */
export interface SeqRange {
  afterSeq?: number | undefined;
  beforeSeq?: number | undefined;
  /** `asc` for the oldest of the range, `desc` for the newest. */
  order: 'asc' | 'desc';
  limit: number;
}

/** A message as its sender changes it. */
export interface OwnMessage extends MessageRow {
  editCount: number;
}

export interface History {
  positions: ChatPositions;
  messages: MessageRow[];
}

/** No `seq` is higher. */
const SEQ_END = 2 ** 31;

@Injectable()
export class MessagesRepository {
  /** One statement, so the messages and the positions are of one moment. Undefined where the chat is not the user's. */
  async findHistory(sql: Sql, chatId: string, userId: string, range: SeqRange): Promise<History | undefined> {
    const { afterSeq = 0, beforeSeq = SEQ_END, order, limit } = range;
    const rows = await sql.run(findHistory[order]({ chatId, userId, afterSeq, beforeSeq, limit }));
    const [chat] = rows;
    if (chat === undefined) return undefined;
    const messages = rows.filter((row): row is typeof row & MessageRow => row.id !== null);
    return { positions: toChatPositions(chat, userId), messages };
  }

  async findOfSender(sql: Sql, chatId: string, messageId: string, senderId: string): Promise<OwnMessage | undefined> {
    return first(
      sql,
      db
        .selectFrom('messages')
        .select([...MESSAGE_COLUMNS, 'messages.editCount'])
        .where('messages.chatId', '=', chatId)
        .where('messages.id', '=', messageId)
        .where('messages.senderId', '=', senderId),
    );
  }

  edit(sql: Sql, message: OwnMessage, text: string): Promise<MessageRow> {
    return update(sql, message, { text, editedAt: STATEMENT_TIME, editCount: message.editCount + 1 });
  }

  /** Leaves a tombstone. */
  delete(sql: Sql, message: MessageRow): Promise<MessageRow> {
    return update(sql, message, { text: null, deletedAt: STATEMENT_TIME });
  }
}

interface HistoryValues {
  chatId: string;
  userId: string;
  afterSeq: number;
  beforeSeq: number;
  limit: number;
}

const findHistory = { asc: historyIn('asc'), desc: historyIn('desc') };

function historyIn(order: 'asc' | 'desc') {
  return compileOnce(({ chatId, userId, afterSeq, beforeSeq, limit }: HistoryValues) =>
    db
      .selectFrom('chats')
      .leftJoinLateral(
        (chat) =>
          chat
            .selectFrom('messages')
            .select(MESSAGE_COLUMNS)
            .whereRef('messages.chatId', '=', 'chats.id')
            .where('messages.seq', '>', afterSeq)
            .where('messages.seq', '<', (eb) => eb.cast<number>(eb.val(beforeSeq), 'bigint'))
            .orderBy('messages.seq', order)
            .limit(limit)
            .as('messages'),
        (join) => join.onTrue(),
      )
      .select([...CHAT_POSITION_COLUMNS, ...MESSAGE_COLUMNS])
      .where('chats.id', '=', chatId)
      .where((chat) => isOwn(chat, userId))
      .orderBy('messages.seq', order),
  );
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
