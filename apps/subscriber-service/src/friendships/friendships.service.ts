import { DEFAULT_PAGE_SIZE, keysetPage, type Page } from '@messenger/database';
import type { ListFriendsDto } from '@messenger/dto';
import { Transactions } from '@messenger/events';
import type { Friend } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { friendshipEnded } from '../pairs/pair.events.js';
import { pairKeyOf } from '../pairs/pair.js';
import { PairsRepository } from '../pairs/pairs.repository.js';
import { NotFriendsError } from './friendships.errors.js';
import { FriendshipsRepository } from './friendships.repository.js';

@Injectable()
export class FriendshipsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly pairs: PairsRepository,
    private readonly friendships: FriendshipsRepository,
  ) {}

  /** @throws ValidationFailedError naming `pageToken` */
  async list(me: string, request: ListFriendsDto): Promise<Page<Friend>> {
    const { status = 'confirmed', pageSize = DEFAULT_PAGE_SIZE, pageToken } = request;
    const rows = await this.friendships.list(this.transactions, me, status, pageToken, pageSize + 1);
    return keysetPage(rows, pageSize, ({ since, userId }) => ({ time: since, id: userId }));
  }

  async areFriends(me: string, userId: string): Promise<boolean> {
    const pair = await this.pairs.find(this.transactions, pairKeyOf(me, userId));
    return pair?.state === 'friends';
  }

  /** @throws NotFriendsError */
  async remove(me: string, userId: string): Promise<void> {
    await this.transactions.run(async (transaction) => {
      const pair = await this.pairs.lock(transaction, pairKeyOf(me, userId));
      if (pair?.state !== 'friends') throw new NotFriendsError();
      transaction.emit(friendshipEnded(await this.pairs.save(transaction, { ...pair, state: 'none', since: null })));
    });
  }
}
