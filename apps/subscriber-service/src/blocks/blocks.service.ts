import { Database, DEFAULT_PAGE_SIZE, keysetPage, type Page } from '@messenger/database';
import type { ListBlocksDto } from '@messenger/dto';
import type { Block, Complete } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { refuseOneself } from '../pairs/not-oneself.js';
import { friendRequestCancelled, friendshipEnded } from '../pairs/pair.events.js';
import { hasBlocked, pairKeyOf, wasRequested, withBlockBy, type Pair } from '../pairs/pair.js';
import { PairsRepository } from '../pairs/pairs.repository.js';
import { PeopleService } from '../people/people.service.js';
import { BlocksRepository } from './blocks.repository.js';

@Injectable()
export class BlocksService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly pairs: PairsRepository,
    private readonly blocks: BlocksRepository,
    private readonly people: PeopleService,
  ) {}

  /** Ends the friendship or the pending request between the two. @throws ValidationFailedError, DomainError USER_NOT_FOUND */
  async block(me: string, userId: string): Promise<void> {
    refuseOneself(me, userId);
    const key = pairKeyOf(me, userId);
    await this.people.requireToExist(userId, key);
    await this.database.transaction(async (transaction) => {
      const pair = await this.pairs.lockOrInsert(transaction, key);
      if (hasBlocked(me, pair)) return;
      const blocked = await this.pairs.save(transaction, withBlockBy(me, ended(pair), new Date()));
      if (pair.state === 'friends') this.outbox.add(transaction, friendshipEnded(blocked));
      if (pair.state === 'pending' && wasRequested(blocked))
        this.outbox.add(transaction, friendRequestCancelled(blocked));
    });
  }

  /** @throws ValidationFailedError */
  async unblock(me: string, userId: string): Promise<void> {
    refuseOneself(me, userId);
    await this.database.transaction(async (transaction) => {
      const pair = await this.pairs.lock(transaction, pairKeyOf(me, userId));
      if (pair !== undefined && hasBlocked(me, pair)) await this.pairs.save(transaction, withBlockBy(me, pair, null));
    });
  }

  /** @throws ValidationFailedError naming `pageToken` */
  async list(me: string, { pageSize = DEFAULT_PAGE_SIZE, pageToken }: ListBlocksDto): Promise<Page<Complete<Block>>> {
    const rows = await this.blocks.list(this.database, me, pageToken, pageSize + 1);
    return keysetPage(rows, pageSize, ({ createdAt, userId }) => ({ time: createdAt, id: userId }));
  }
}

/** A decline stays: otherwise blocking and unblocking would end its cooldown. */
function ended(pair: Pair): Pair {
  return pair.state === 'declined' ? pair : { ...pair, state: 'none', since: null };
}
