import type { Selectable } from '@messenger/database';
import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import type { Chats, DB } from '../tables.gen.js';

/** The columns of ChatPositionsRow. */
export const CHAT_POSITION_COLUMNS = [
  'chats.userLow',
  'chats.lastSeq',
  'chats.lowReadSeq',
  'chats.highReadSeq',
  'chats.lowReadSeqShown',
  'chats.highReadSeqShown',
] as const;

/** The columns of ChatRow, but for `friends`. */
export const CHAT_COLUMNS = [...CHAT_POSITION_COLUMNS, 'chats.id', 'chats.userHigh', 'chats.updatedAt'] as const;

export type ChatPositionsRow = Omit<Selectable<Chats>, 'id' | 'userHigh' | 'createdAt' | 'updatedAt' | 'expiredSeq'>;

export interface ChatRow extends Omit<Selectable<Chats>, 'createdAt' | 'expiredSeq'> {
  /** According to the projection. */
  friends: boolean;
}

/** The last message of a chat, and how far its two people have read. */
export interface ChatPositions {
  lastSeq: number;
  readSeq: number;
  /** How far the user sees that the peer has read. */
  peerReadSeq: number;
}

/** A chat as one of the two people in it sees it. */
export interface OwnChat extends ChatPositions {
  id: string;
  peerId: string;
  /** According to the projection. */
  friends: boolean;
  /** How far the peer sees that the user has read. */
  readSeqShown: number;
  updatedAt: Date;
}

export function toChatPositions(chat: ChatPositionsRow, userId: string): ChatPositions {
  const { lastSeq } = chat;
  return userId === chat.userLow
    ? { lastSeq, readSeq: chat.lowReadSeq, peerReadSeq: chat.highReadSeqShown }
    : { lastSeq, readSeq: chat.highReadSeq, peerReadSeq: chat.lowReadSeqShown };
}

export function toOwnChat(chat: ChatRow, userId: string): OwnChat {
  const { id, friends, updatedAt } = chat;
  const isLow = userId === chat.userLow;
  return {
    ...{ id, friends, updatedAt },
    ...toChatPositions(chat, userId),
    peerId: isLow ? chat.userHigh : chat.userLow,
    readSeqShown: isLow ? chat.lowReadSeqShown : chat.highReadSeqShown,
  };
}

/** The chat with another read position of one of the two. */
export function withReadPosition(
  chat: ChatRow,
  userId: string,
  { readSeq, readSeqShown }: Pick<OwnChat, 'readSeq' | 'readSeqShown'>,
): ChatRow {
  return userId === chat.userLow
    ? { ...chat, lowReadSeq: readSeq, lowReadSeqShown: readSeqShown }
    : { ...chat, highReadSeq: readSeq, highReadSeqShown: readSeqShown };
}

/** A person is shown "1,000 or more"; counting on would cost as much as there are. */
const MAX_UNREAD_COUNTED = 1_000;

type ChatExpression<T> = ExpressionWrapper<DB, 'chats', T>;

/** Whether the user is one of the two. */
export function isOwn(chat: ExpressionBuilder<DB, 'chats'>, userId: string): ChatExpression<SqlBool> {
  return chat.or([chat('chats.userLow', '=', userId), chat('chats.userHigh', '=', userId)]);
}

/** Whether the two are friends, according to the projection. */
export function areFriends(chat: ExpressionBuilder<DB, 'chats'>): ChatExpression<boolean> {
  return chat
    .exists(
      chat
        .selectFrom('friendships')
        .select((eb) => eb.lit(1).as('found'))
        .whereRef('friendships.userLow', '=', 'chats.userLow')
        .whereRef('friendships.userHigh', '=', 'chats.userHigh')
        .where('friendships.friends', 'is', true),
    )
    .$castTo<boolean>();
}

/** How many of the peer's messages stand above the user's read position and are not deleted; no further than 1,000. */
export function unreadCount(chat: ExpressionBuilder<DB, 'chats'>, userId: string) {
  const unread = chat
    .selectFrom('messages')
    .select((eb) => eb.lit(1).as('one'))
    .whereRef('messages.chatId', '=', 'chats.id')
    .where('messages.senderId', '<>', userId)
    .where('messages.deletedAt', 'is', null)
    .where('messages.seq', '>', (eb) =>
      eb
        .case()
        .when('chats.userLow', '=', userId)
        .then(eb.ref('chats.lowReadSeq'))
        .else(eb.ref('chats.highReadSeq'))
        .end(),
    )
    .limit(MAX_UNREAD_COUNTED);
  return chat.selectFrom(unread.as('unread')).select((eb) => eb.fn.countAll<number>().as('count'));
}
