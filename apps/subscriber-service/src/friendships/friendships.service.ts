import { Database, DEFAULT_PAGE_SIZE, keysetPage, type Page } from '@messenger/database';
import type { ListFriendsDto } from '@messenger/dto';
import type { Complete, Friend, FriendshipState } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { friendshipEnded } from '../pairs/pair.events.js';
import { pairKeyOf, type Pair, type PairKey } from '../pairs/pair.js';
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

  /** Those that are not as they are said to be, as they are. */
  async compare(friendships: FriendshipState[]): Promise<Complete<FriendshipState>[]> {
    const pairs = await this.pairs.findEach(this.database, friendships);
    const known = new Map(pairs.map((pair) => [keyOf(pair), pair]));
    return friendships.flatMap((said) => {
      const is = stateOf(said, known.get(keyOf(said)));
      return is.friends === said.friends ? [] : [is];
    });
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

function keyOf({ userLow, userHigh }: PairKey): string {
  return `${userLow} ${userHigh}`;
}

function stateOf({ userLow, userHigh }: PairKey, pair: Pair | undefined): Complete<FriendshipState> {
  return { userLow, userHigh, friends: pair?.state === 'friends', version: pair?.version ?? 0 };
}
