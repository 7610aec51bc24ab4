import {
  compileOnce,
  unnest,
  type ColumnTypes,
  type Compilable,
  type KeysetPosition,
  type Sql,
} from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import type { UserPair } from '../friendships/pair.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../message.js';
import { ChatNotFoundError } from './chats.errors.js';
import { areFriends, CHAT_COLUMNS, isOwn, toOwnChat, unreadCount, type ChatRow, type OwnChat } from './own-chat.js';

export interface CountedChat extends OwnChat {
  unreadCount: number;
}

interface CountedChatRow extends ChatRow {
  unreadCount: number | null;
}

@Injectable()
export class ChatsRepository {
  /** @throws ChatNotFoundError */
  async get(sql: Sql, chatId: string, userId: string): Promise<OwnChat> {
    return toOwnChat(found(await sql.run(getChat({ chatId, userId }))), userId);
  }

  /** Nothing else happens in the chat until the transaction ends. @throws ChatNotFoundError */
  async lock(sql: Sql, chatId: string, userId: string): Promise<OwnChat> {
    return toOwnChat(found(await sql.run(lockChat({ chatId, userId }))), userId);
  }

  /** @throws ChatNotFoundError */
  async getCounted(sql: Sql, chatId: string, userId: string): Promise<CountedChat> {
    return toCountedChat(found(await sql.run(getCountedChat({ chatId, userId }))), userId);
  }

  /** As one of the pair sees it. */
  async findBetween(sql: Sql, [userLow, userHigh]: UserPair, userId: string): Promise<CountedChat | undefined> {
    const [chat] = await sql.run(findChatBetween({ userLow, userHigh, userId }));
    return chat && toCountedChat(chat, userId);
  }

  /** The latest first. The page is cut before its unread messages are counted. */
  async list(sql: Sql, userId: string, after: KeysetPosition | undefined, limit: number): Promise<CountedChat[]> {
    const page = after === undefined ? listFirst({ userId, limit }) : listNext({ userId, limit, ...after });
    const chats = await sql.run(page);
    return chats.map((chat) => toCountedChat(chat, userId));
  }

  /** The last message of each chat that has one. */
  async findLastMessages(sql: Sql, chats: OwnChat[]): Promise<MessageRow[]> {
    const keys = chats.filter(({ lastSeq }) => lastSeq > 0).map(({ id, lastSeq }) => ({ chatId: id, seq: lastSeq }));
    return keys.length === 0 ? [] : sql.run(findMessages({ keys }));
  }

  /** Whether this call made it: false where the two have a chat already. */
  async create(sql: Sql, id: string, [userLow, userHigh]: UserPair): Promise<boolean> {
    const created = await sql.run(
      db
        .insertInto('chats')
        .values({ id, userLow, userHigh })
        .onConflict((conflict) => conflict.columns(['userLow', 'userHigh']).doNothing())
        .returning('id'),
    );
    return created.length > 0;
  }

  /** In the order of their ids, as a batch of sends locks its chats: no two batches wait for each other. */
  lockAll(sql: Sql, chatIds: string[]): Promise<ChatRow[]> {
    return sql.run(lockChats({ chatIds }));
  }

  /** How far the two of each chat have read; the chats are locked. */
  updateReadPositions(chats: ChatRow[]): Compilable {
    return writeReadPositions({ positions: chats.map(toReadPositions) });
  }

  async countUnread(sql: Sql, chatId: string, userId: string): Promise<number> {
    const chats = await sql.run(
      db
        .selectFrom('chats')
        .select((chat) => unreadCount(chat, userId).as('unreadCount'))
        .where('chats.id', '=', chatId),
    );
    return found(chats).unreadCount ?? 0;
  }
}

interface ChatOfUser {
  chatId: string;
  userId: string;
}

const getChat = compileOnce(({ chatId, userId }: ChatOfUser) => chatsOf(userId).where('chats.id', '=', chatId));

const lockChat = compileOnce(({ chatId, userId }: ChatOfUser) =>
  chatsOf(userId).where('chats.id', '=', chatId).forUpdate(),
);

const lockChats = compileOnce(({ chatIds }: { chatIds: string[] }) =>
  chats()
    .where('chats.id', '=', (eb) => eb.fn.any(eb.val(chatIds)))
    .orderBy('chats.id')
    .forUpdate(),
);

const READ_POSITIONS: ColumnTypes<ReturnType<typeof toReadPositions>> = {
  id: 'uuid',
  lowReadSeq: 'integer',
  highReadSeq: 'integer',
  lowReadSeqShown: 'integer',
  highReadSeqShown: 'integer',
};

function toReadPositions({ id, lowReadSeq, highReadSeq, lowReadSeqShown, highReadSeqShown }: ChatRow) {
  return { id, lowReadSeq, highReadSeq, lowReadSeqShown, highReadSeqShown };
}

const writeReadPositions = compileOnce(({ positions }: { positions: ReturnType<typeof toReadPositions>[] }) =>
  db
    .updateTable('chats')
    .from(unnest('moved', READ_POSITIONS, positions))
    .set((eb) => ({
      lowReadSeq: eb.ref('moved.lowReadSeq'),
      highReadSeq: eb.ref('moved.highReadSeq'),
      lowReadSeqShown: eb.ref('moved.lowReadSeqShown'),
      highReadSeqShown: eb.ref('moved.highReadSeqShown'),
    }))
    .whereRef('chats.id', '=', 'moved.id'),
);

const getCountedChat = compileOnce(({ chatId, userId }: ChatOfUser) =>
  countedChats(userId)
    .where('chats.id', '=', chatId)
    .where((chat) => isOwn(chat, userId)),
);

const findChatBetween = compileOnce(
  ({ userLow, userHigh, userId }: { userLow: string; userHigh: string; userId: string }) =>
    countedChats(userId).where('chats.userLow', '=', userLow).where('chats.userHigh', '=', userHigh),
);

interface FirstPage {
  userId: string;
  limit: number;
}

const listFirst = compileOnce(({ userId, limit }: FirstPage) => countedPage(userId, latestOf(userId, limit)));

const listNext = compileOnce(({ userId, limit, time, id }: FirstPage & KeysetPosition) =>
  countedPage(
    userId,
    latestOf(userId, limit).where((chat) =>
      chat(chat.refTuple('chats.updatedAt', 'chats.id'), '<', chat.tuple(time, id)),
    ),
  ),
);

const MESSAGE_KEY = { chatId: 'uuid', seq: 'integer' };

const findMessages = compileOnce(({ keys }: { keys: Pick<MessageRow, 'chatId' | 'seq'>[] }) =>
  db
    .selectFrom(unnest('last', MESSAGE_KEY, keys))
    .innerJoin('messages', (join) =>
      join.onRef('messages.chatId', '=', 'last.chatId').onRef('messages.seq', '=', 'last.seq'),
    )
    .select(MESSAGE_COLUMNS),
);

function chats() {
  return db
    .selectFrom('chats')
    .select(CHAT_COLUMNS)
    .select((chat) => areFriends(chat).as('friends'));
}

function chatsOf(userId: string) {
  return chats().where((chat) => isOwn(chat, userId));
}

function countedChats(userId: string) {
  return chats().select((chat) => unreadCount(chat, userId).as('unreadCount'));
}

function latestOf(userId: string, limit: number) {
  return db
    .selectFrom('chats')
    .select('chats.id')
    .where((chat) => isOwn(chat, userId))
    .orderBy('chats.updatedAt', 'desc')
    .orderBy('chats.id', 'desc')
    .limit(limit);
}

function countedPage(userId: string, page: ReturnType<typeof latestOf>) {
  return countedChats(userId)
    .where('chats.id', 'in', page)
    .orderBy('chats.updatedAt', 'desc')
    .orderBy('chats.id', 'desc');
}

function toCountedChat(chat: CountedChatRow, userId: string): CountedChat {
  return { ...toOwnChat(chat, userId), unreadCount: chat.unreadCount ?? 0 };
}

function found<Row>([chat]: Row[]): Row {
  if (chat === undefined) throw new ChatNotFoundError();
  return chat;
}
