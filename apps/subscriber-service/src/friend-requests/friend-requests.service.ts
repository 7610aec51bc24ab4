import { Database, DEFAULT_PAGE_SIZE, keysetPage, type Page, type Transaction } from '@messenger/database';
import type { ListFriendRequestsDto } from '@messenger/dto';
import type { Complete, FriendRequest } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import {
  friendRequestCancelled,
  friendRequestDeclined,
  friendRequestSent,
  friendshipStarted,
} from '../pairs/pair.events.js';
import { withoutRequestsCounted, withRequestCounted } from '../pairs/request-count.js';
import { otherThan, pairKeyOf, type Pair, type RequestedPair } from '../pairs/pair.js';
import { refuseOneself } from '../pairs/not-oneself.js';
import { PairsRepository } from '../pairs/pairs.repository.js';
import { PeopleService } from '../people/people.service.js';
import { toFriendRequest } from './friend-request.mapper.js';
import { FriendRequestNotFoundError, FriendRequestNotPendingError } from './friend-requests.errors.js';
import { FriendRequestsRepository } from './friend-requests.repository.js';
import { classifyRequest } from './request-rules.js';

export interface SentFriendRequest {
  friendRequest: FriendRequest;
  created: boolean;
}

/** Every change locks the pair first: two at once would each decide on a state that the other is about to end. */
@Injectable()
export class FriendRequestsService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly pairs: PairsRepository,
    private readonly requests: FriendRequestsRepository,
    private readonly people: PeopleService,
  ) {}

  /**
   * @throws ValidationFailedError, AlreadyFriendsError, RequestNotAllowedError, RateLimitedError, DomainError USER_NOT_FOUND
   */
  async send(me: string, userId: string): Promise<SentFriendRequest> {
    refuseOneself(me, userId);
    const key = pairKeyOf(me, userId);
    await this.people.requireToExist(userId, key);
    return this.database.transaction(async (transaction) => {
      const pair = await this.pairs.lockOrInsert(transaction, key);
      const request = classifyRequest(me, pair, new Date());
      const created = request.kind === 'new';
      const requested = created ? await this.request(transaction, me, pair) : request.pair;
      const answered = request.kind === 'crossing' ? await this.startFriendship(transaction, requested) : requested;
      return { friendRequest: toFriendRequest(me, answered), created };
    });
  }

  /** @throws FriendRequestNotFoundError, FriendRequestNotPendingError */
  async accept(me: string, requestId: string): Promise<FriendRequest> {
    return this.database.transaction(async (transaction) => {
      const pair = await this.lockReceived(transaction, me, requestId);
      if (pair.state === 'friends') return toFriendRequest(me, pair);
      requirePending(pair);
      return toFriendRequest(me, await this.startFriendship(transaction, pair));
    });
  }

  /** @throws FriendRequestNotFoundError, FriendRequestNotPendingError */
  async decline(me: string, requestId: string): Promise<FriendRequest> {
    return this.database.transaction(async (transaction) => {
      const pair = await this.lockReceived(transaction, me, requestId);
      if (pair.state === 'declined') return toFriendRequest(me, pair);
      requirePending(pair);
      const declined = await this.pairs.save(transaction, { ...pair, state: 'declined', declinedAt: new Date() });
      this.outbox.add(transaction, friendRequestDeclined(declined));
      return toFriendRequest(me, declined);
    });
  }

  /** @throws FriendRequestNotFoundError, FriendRequestNotPendingError */
  async cancel(me: string, requestId: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const pair = await this.pairs.lockByRequest(transaction, requestId);
      if (pair?.requesterId !== me) throw new FriendRequestNotFoundError();
      requirePending(pair);
      this.outbox.add(
        transaction,
        friendRequestCancelled(await this.pairs.save(transaction, { ...pair, state: 'none' })),
      );
    });
  }

  /** @throws ValidationFailedError naming `pageToken` */
  async list(me: string, request: ListFriendRequestsDto): Promise<Page<Complete<FriendRequest>>> {
    const { direction = 'incoming', pageSize = DEFAULT_PAGE_SIZE, pageToken } = request;
    const rows = await this.requests.list(this.database, me, direction, pageToken, pageSize + 1);
    const page = keysetPage(rows, pageSize, ({ createdAt, userId }) => ({ time: createdAt, id: userId }));
    return { ...page, items: page.items.map((row) => ({ ...row, direction, status: 'pending' })) };
  }

  private async request(transaction: Transaction, me: string, pair: Pair): Promise<RequestedPair> {
    const request = {
      requestId: uuidv7(),
      requesterId: me,
      recipientId: otherThan(me, pair),
      requestedAt: new Date(),
    };
    const counted = withRequestCounted(me, pair, request.requestedAt);
    const requested = await this.pairs.save(transaction, {
      ...counted,
      ...request,
      state: 'pending',
      declinedAt: null,
    });
    this.outbox.add(transaction, friendRequestSent(requested));
    return requested;
  }

  private async startFriendship(transaction: Transaction, pair: RequestedPair): Promise<RequestedPair> {
    const started = { ...withoutRequestsCounted(pair), state: 'friends', since: new Date() } as const;
    const friends = await this.pairs.save(transaction, started);
    this.outbox.add(transaction, friendshipStarted(friends));
    return friends;
  }

  private async lockReceived(transaction: Transaction, me: string, requestId: string): Promise<RequestedPair> {
    const pair = await this.pairs.lockByRequest(transaction, requestId);
    if (pair?.recipientId !== me) throw new FriendRequestNotFoundError();
    return pair;
  }
}

function requirePending({ state }: Pair): void {
  if (state !== 'pending') throw new FriendRequestNotPendingError();
}
