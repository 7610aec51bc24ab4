import { Database, DEFAULT_PAGE_SIZE, keysetPage, type Page } from '@messenger/database';
import type { ListFriendsDto } from '@messenger/dto';
import type { Complete, Friend } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { friendshipEnded } from '../pairs/pair.events.js';
import { pairKeyOf } from '../pairs/pair.js';
import { PairsRepository } from '../pairs/pairs.repository.js';
import { FriendshipNotFoundError } from './friendships.errors.js';
import { FriendshipsRepository } from './friendships.repository.js';

@Injectable()
export class FriendshipsService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly pairs: PairsRepository,
    private readonly friendships: FriendshipsRepository,
  ) {}

  /** @throws ValidationFailedError naming `pageToken` */
  async list(me: string, request: ListFriendsDto): Promise<Page<Complete<Friend>>> {
    const { status = 'confirmed', pageSize = DEFAULT_PAGE_SIZE, pageToken } = request;
    const rows = await this.friendships.list(this.database, me, status, pageToken, pageSize + 1);
    return keysetPage(rows, pageSize, ({ since, userId }) => ({ time: since, id: userId }));
  }

  async areFriends(me: string, userId: string): Promise<boolean> {
    const pair = await this.pairs.find(this.database, pairKeyOf(me, userId));
    return pair?.state === 'friends';
  }

  /** @throws FriendshipNotFoundError */
  async remove(me: string, userId: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const pair = await this.pairs.lock(transaction, pairKeyOf(me, userId));
      if (pair?.state !== 'friends') throw new FriendshipNotFoundError();
      this.outbox.add(
        transaction,
        friendshipEnded(await this.pairs.save(transaction, { ...pair, state: 'none', since: null })),
      );
    });
  }
}
