import type { Transaction } from '@messenger/database';
import { EventContext, type EventType } from '@messenger/events';
import { findErased, Inbox } from '@messenger/outbox';
import type { FriendshipEnded, FriendshipStarted } from '@messenger/proto';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FriendshipProjectionRepository, type FriendshipChange } from './friendship-projection.repository.js';
import { pairOf } from './pair.js';

/** Keeps the projection of friendships up to date. */
@Controller()
export class FriendshipEventsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly friendships: FriendshipProjectionRepository,
  ) {}

  @EventPattern<EventType>('subscriber.friendship_started.v1')
  async friendshipStarted(@Payload() event: FriendshipStarted, @Ctx() context: EventContext): Promise<void> {
    await this.record(event, true, context);
  }

  @EventPattern<EventType>('subscriber.friendship_ended.v1')
  async friendshipEnded(@Payload() event: FriendshipEnded, @Ctx() context: EventContext): Promise<void> {
    await this.record(event, false, context);
  }

  private async record({ userIds, version }: FriendshipEnded, friends: boolean, context: EventContext): Promise<void> {
    const [one = '', other = ''] = userIds;
    const change = { pair: pairOf(one, other), friends, version };
    await this.inbox.once(context, (tx) => this.recordUnlessErased(tx, change));
  }

  private async recordUnlessErased(tx: Transaction, change: FriendshipChange): Promise<void> {
    if ((await findErased(tx, [...change.pair])).length === 0) await this.friendships.record(tx, change);
  }
}
