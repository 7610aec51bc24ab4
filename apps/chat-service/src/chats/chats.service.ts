import { Database, decodePageToken, DEFAULT_PAGE_SIZE, keysetPage } from '@messenger/database';
import type { ListChatsDto, MarkReadDto, OpenDirectChatDto } from '@messenger/dto';
import { ValidationFailedError } from '@messenger/errors';
import { requestContext } from '@messenger/logging';
import { findErased } from '@messenger/outbox';
import type { Chat, Complete, ListChatsResponse, MarkReadResponse, OpenDirectChatResponse } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { FriendshipProjectionRepository } from '../friendships/friendship-projection.repository.js';
import { FriendshipCheckService, requireFriends } from '../friendships/friendship-check.service.js';
import { NotFriendsError } from '../friendships/friendships.errors.js';
import { pairOf, type UserPair } from '../friendships/pair.js';
import { toChat } from './chats.mapper.js';
import { ChatsRepository, type CountedChat } from './chats.repository.js';
import { ReadPositions } from './read-positions.js';

/** Chats as their people see them, and how far they have read. */
@Injectable()
export class ChatsService {
  constructor(
    private readonly database: Database,
    private readonly chats: ChatsRepository,
    private readonly readPositions: ReadPositions,
    private readonly friendships: FriendshipCheckService,
    private readonly projection: FriendshipProjectionRepository,
  ) {}

  /** Returns an existing chat also to two who are no longer friends: its history is theirs. */
  async openDirectChat(
    { userId: peerId }: OpenDirectChatDto,
    callerId: string,
  ): Promise<Complete<OpenDirectChatResponse>> {
    if (peerId === callerId) {
      throw new ValidationFailedError([{ field: 'userId', message: 'userId must be somebody else' }]);
    }
    const pair = pairOf(callerId, peerId);
    const known = await this.chats.findBetween(this.database, pair, callerId);
    if (known !== undefined) return { chat: await this.overviewOf(known), created: false };
    const created = await this.createChat(pair, peerId);
    const chat = await this.chats.findBetween(this.database, pair, callerId);
    return { chat: chat && (await this.overviewOf(chat)), created };
  }

  async getChat(chatId: string, callerId: string): Promise<Complete<Chat>> {
    const chat = await this.chats.getCounted(this.database, chatId, callerId);
    return this.overviewOf(chat);
  }

  async listChats(request: ListChatsDto, callerId: string): Promise<Complete<ListChatsResponse>> {
    const { pageSize = DEFAULT_PAGE_SIZE, pageToken } = request;
    const rows = await this.chats.list(this.database, callerId, decodePageToken(pageToken), pageSize + 1);
    const { items, nextPageToken } = keysetPage(rows, pageSize, ({ updatedAt, id }) => ({ time: updatedAt, id }));
    return { chats: await this.overviewsOf(items), nextPageToken };
  }

  async markRead({ chatId, seq }: MarkReadDto, callerId: string): Promise<Complete<MarkReadResponse>> {
    const chat = await this.chats.get(this.database, chatId, callerId);
    const isShown = (await this.friendships.between(chat.peerId, chat.friends)) === 'friends';
    const mark = { chatId, userId: callerId, seq, isShown, request: requestContext.getStore() };
    const readSeq = await this.readPositions.move(mark);
    // After the commit: nobody who writes into the chat waits for the counting.
    return { readSeq, unreadCount: await this.chats.countUnread(this.database, chatId, callerId) };
  }

  private async createChat(pair: UserPair, peerId: string): Promise<boolean> {
    const projected = await this.projection.areFriends(this.database, pair);
    requireFriends(await this.friendships.between(peerId, projected));
    return this.database.transaction(async (tx) => {
      if ((await findErased(tx, [...pair])).length > 0) throw new NotFriendsError();
      return this.chats.create(tx, uuidv7(), pair);
    });
  }

  private async overviewOf(chat: CountedChat): Promise<Complete<Chat>> {
    const [last] = await this.chats.findLastMessages(this.database, [chat]);
    return toChat(chat, last);
  }

  private async overviewsOf(chats: CountedChat[]): Promise<Complete<Chat>[]> {
    const last = await this.chats.findLastMessages(this.database, chats);
    const byChat = new Map(last.map((message) => [message.chatId, message]));
    return chats.map((chat) => toChat(chat, byChat.get(chat.id)));
  }
}
