import {
  columnsOf,
  compileOnce,
  unnest,
  type ColumnTypes,
  type Compilable,
  type Insertable,
  type Sql,
} from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { areFriends } from '../chats/own-chat.js';
import { db, STATEMENT_TIME } from '../database.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../message.js';
import type { Messages } from '../tables.gen.js';
import type { LockedChat, NewMessage, Send, SentMessage } from './send.js';

/** A message as it is written first. Its time is PostgreSQL's. */
type MessageInsert = Required<Omit<Insertable<Messages>, 'createdAt' | 'editedAt' | 'deletedAt' | 'editCount'>>;

const MESSAGE_INSERT: ColumnTypes<MessageInsert> = {
  chatId: 'uuid',
  seq: 'integer',
  id: 'uuid',
  senderId: 'uuid',
  clientMessageId: 'uuid',
  text: 'text',
  sentTextHash: 'bytea',
};

/** What makes a send the same as another. */
interface SendKey {
  chatId: string;
  senderId: string;
  clientMessageId: string;
}

const SEND_KEY: ColumnTypes<SendKey> = { chatId: 'uuid', senderId: 'uuid', clientMessageId: 'uuid' };

@Injectable()
export class SendingRepository {
  /**
   * In the order of their ids: batches that share chats wait for each other and never in a circle. In a statement of
   * its own: the next one's snapshot then holds whatever the locks were waited for.
   */
  lockChats(sql: Sql, chatIds: string[]): Promise<LockedChat[]> {
    return sql.run(lockChats({ chatIds }));
  }

  /** The messages that sends of the same client ids have made before. */
  async findSent(sql: Sql, sends: Send[]): Promise<SentMessage[]> {
    const keys = sends.flatMap(({ chatId, senderId, clientMessageId }) =>
      clientMessageId === undefined ? [] : [{ chatId, senderId, clientMessageId }],
    );
    return keys.length === 0 ? [] : sql.run(findSent({ keys }));
  }

  /**
   * The statement that inserts the messages and raises the counters of their chats, which are locked. It draws the times,
   * after the locks.
   */
  insertStatement(messages: NewMessage[]): Compilable<MessageRow> {
    return insertMessages({ messages: messages.map(toInsert) });
  }
}

const lockChats = compileOnce(({ chatIds }: { chatIds: string[] }) =>
  db
    .selectFrom('chats')
    .select(['chats.id', 'chats.userLow', 'chats.userHigh', 'chats.lastSeq'])
    .select((chat) => areFriends(chat).as('friends'))
    .where('chats.id', '=', (eb) => eb.fn.any(eb.val(chatIds)))
    .orderBy('chats.id')
    .forUpdate(),
);

const findSent = compileOnce(({ keys }: { keys: SendKey[] }) =>
  db
    .selectFrom(unnest('send', SEND_KEY, keys))
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.chatId', '=', 'send.chatId')
        .onRef('messages.senderId', '=', 'send.senderId')
        .onRef('messages.clientMessageId', '=', 'send.clientMessageId'),
    )
    .select([...MESSAGE_COLUMNS, 'messages.sentTextHash']),
);

const insertMessages = compileOnce(({ messages }: { messages: MessageInsert[] }) => {
  const columns = columnsOf(MESSAGE_INSERT);
  const rows = db
    .selectFrom(unnest('message', MESSAGE_INSERT, messages))
    .select(columns)
    .select(STATEMENT_TIME.as('createdAt'));
  return db
    .with('written', (cte) =>
      cte
        .insertInto('messages')
        .columns([...columns, 'createdAt'])
        .expression(rows)
        .returning(MESSAGE_COLUMNS),
    )
    .with('last', (cte) =>
      cte
        .selectFrom('written')
        .select((eb) => ['chatId', eb.fn.max('seq').as('seq'), eb.fn.max('createdAt').as('createdAt')])
        .groupBy('chatId'),
    )
    .with('raised', (cte) =>
      cte
        .updateTable('chats')
        .from('last')
        .set((eb) => ({ lastSeq: eb.ref('last.seq'), updatedAt: eb.ref('last.createdAt') }))
        .whereRef('chats.id', '=', 'last.chatId'),
    )
    .selectFrom('written')
    .selectAll();
});

function toInsert({ id, seq, send }: NewMessage): MessageInsert {
  const { chatId, senderId, clientMessageId = null, text, textHash: sentTextHash } = send;
  return { id, chatId, seq, senderId, clientMessageId, text, sentTextHash };
}
