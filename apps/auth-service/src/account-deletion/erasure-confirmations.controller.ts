import { EventContext, type DurableConsumer, type EventType } from '@messenger/events';
import { Inbox } from '@messenger/outbox';
import type { ChatErased, SubscriberErased, UserErased } from '@messenger/proto';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { ErasureConfirmations } from './erasure-confirmations.js';

/** Notes which services have erased whom. */
@Controller()
export class ErasureConfirmationsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly confirmations: ErasureConfirmations,
  ) {}

  @EventPattern<EventType>('user.account_erased.v1')
  async userErased(@Payload() { erasureId }: UserErased, @Ctx() context: EventContext): Promise<void> {
    await this.confirm(erasureId, 'user-service', context);
  }

  @EventPattern<EventType>('subscriber.account_erased.v1')
  async subscriberErased(@Payload() { erasureId }: SubscriberErased, @Ctx() context: EventContext): Promise<void> {
    await this.confirm(erasureId, 'subscriber-service', context);
  }

  @EventPattern<EventType>('chat.account_erased.v1')
  async chatErased(@Payload() { erasureId }: ChatErased, @Ctx() context: EventContext): Promise<void> {
    await this.confirm(erasureId, 'chat-service', context);
  }

  private async confirm(erasureId: string, service: DurableConsumer, context: EventContext): Promise<void> {
    await this.inbox.once(context, (transaction) => this.confirmations.confirm(transaction, erasureId, service));
  }
}
