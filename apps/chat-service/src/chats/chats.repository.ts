import { unnest, type KeysetPosition, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { pairOf, type Pair } from '../friendships/pair.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../message.js';
import { ChatNotFoundError } from './chats.errors.js';
import { areFriends, CHAT_COLUMNS, isOwn, toOwnChat, unreadCount, type ChatRow, type OwnChat } from './own-chat.js';

export interface CountedChat extends OwnChat {
  unreadCount: number;
}

interface CountedChatRow extends ChatRow {
  unreadCount: number | null;
}

const MESSAGE_KEY = { chatId: 'uuid', seq: 'integer' };

@Injectable()
export class ChatsRepository {
  /** @throws ChatNotFoundError */
  async get(sql: Sql, chatId: string, userId: string): Promise<OwnChat> {
    return toOwnChat(found(await sql.run(ownChat(chatId, userId))), userId);
  }

  /** Nothing else happens in the chat until the transaction ends. @throws ChatNotFoundError */
  async lock(sql: Sql, chatId: string, userId: string): Promise<OwnChat> {
    return toOwnChat(found(await sql.run(ownChat(chatId, userId).forUpdate())), userId);
  }

  /** @throws ChatNotFoundError */
  async getCounted(sql: Sql, chatId: string, userId: string): Promise<CountedChat> {
    const statement = ownChat(chatId, userId).select((chat) => unreadCount(chat, userId).as('unreadCount'));
    return toCountedChat(found(await sql.run(statement)), userId);
  }

  /** As one of the pair sees it. */
  async findBetween(sql: Sql, [low, high]: Pair, userId: string): Promise<CountedChat | undefined> {
    const [chat] = await sql.run(
      db
        .selectFrom('chats')
        .select(CHAT_COLUMNS)
        .select((eb) => [areFriends(eb).as('friends'), unreadCount(eb, userId).as('unreadCount')])
        .where('chats.userLow', '=', low)
        .where('chats.userHigh', '=', high),
    );
    return chat && toCountedChat(chat, userId);
  }

  /** The latest first. The page is cut before its unread messages are counted. */
  async list(sql: Sql, userId: string, after: KeysetPosition | undefined, limit: number): Promise<CountedChat[]> {
    const chats = await sql.run(
      db
        .with('page', () => pageOf(userId, after, limit))
        .selectFrom('chats')
        .innerJoin('page', 'page.id', 'chats.id')
        .select(CHAT_COLUMNS)
        .select((eb) => [areFriends(eb).as('friends'), unreadCount(eb, userId).as('unreadCount')])
        .orderBy('chats.updatedAt', 'desc')
        .orderBy('chats.id', 'desc'),
    );
    return chats.map((chat) => toCountedChat(chat, userId));
  }

  /** The last message of each chat that has one. */
  async findLastMessages(sql: Sql, chats: OwnChat[]): Promise<MessageRow[]> {
    const keys = chats.filter(({ lastSeq }) => lastSeq > 0).map(({ id, lastSeq }) => ({ chatId: id, seq: lastSeq }));
    if (keys.length === 0) return [];
    return sql.run(
      db
        .selectFrom(unnest('last', MESSAGE_KEY, keys))
        .innerJoin('messages', (join) =>
          join.onRef('messages.chatId', '=', 'last.chatId').onRef('messages.seq', '=', 'last.seq'),
        )
        .select(MESSAGE_COLUMNS),
    );
  }

  /** Whether this call made it: false where the two have a chat already. */
  async create(sql: Sql, id: string, [userLow, userHigh]: Pair): Promise<boolean> {
    const created = await sql.run(
      db
        .insertInto('chats')
        .values({ id, userLow, userHigh })
        .onConflict((conflict) => conflict.columns(['userLow', 'userHigh']).doNothing())
        .returning('id'),
    );
    return created.length > 0;
  }

  /** Of the user in a locked chat. */
  async updateReadPosition(sql: Sql, { id, peerId, readSeq, readSeqShown }: OwnChat, userId: string): Promise<void> {
    const [userLow] = pairOf(userId, peerId);
    const positions =
      userId === userLow
        ? { lowReadSeq: readSeq, lowReadSeqShown: readSeqShown }
        : { highReadSeq: readSeq, highReadSeqShown: readSeqShown };
    await sql.run(db.updateTable('chats').set(positions).where('id', '=', id));
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

function ownChat(chatId: string, userId: string) {
  return db
    .selectFrom('chats')
    .select(CHAT_COLUMNS)
    .select((chat) => areFriends(chat).as('friends'))
    .where('chats.id', '=', chatId)
    .where((chat) => isOwn(chat, userId));
}

function pageOf(userId: string, after: KeysetPosition | undefined, limit: number) {
  const page = db
    .selectFrom('chats')
    .select('chats.id')
    .where((chat) => isOwn(chat, userId))
    .orderBy('chats.updatedAt', 'desc')
    .orderBy('chats.id', 'desc')
    .limit(limit);
  if (after === undefined) return page;
  return page.where((chat) =>
    chat(chat.refTuple('chats.updatedAt', 'chats.id'), '<', chat.tuple(after.time, after.id)),
  );
}

function toCountedChat(chat: CountedChatRow, userId: string): CountedChat {
  return { ...toOwnChat(chat, userId), unreadCount: chat.unreadCount ?? 0 };
}

function found<Row>([chat]: Row[]): Row {
  if (chat === undefined) throw new ChatNotFoundError();
  return chat;
}
