import { EventContext, type EventType } from '@messenger/events';
import { Inbox } from '@messenger/outbox';
import type { AccountDeleted } from '@messenger/proto';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { PairErasureService } from './pair-erasure.service.js';

@Controller()
export class PairErasureEventsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly erasure: PairErasureService,
  ) {}

  @EventPattern<EventType>('auth.account_deleted.v1')
  async accountDeleted(@Payload() event: AccountDeleted, @Ctx() context: EventContext): Promise<void> {
    await this.inbox.once(context, (transaction) => this.erasure.erase(transaction, event));
  }
}
