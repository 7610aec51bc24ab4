import { EventContext, type EventType } from '@messenger/events';
import { Inbox } from '@messenger/outbox';
import type { UserRegistered } from '@messenger/proto';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { ProfilesService } from './profiles.service.js';

@Controller()
export class RegistrationEventsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly profiles: ProfilesService,
  ) {}

  @EventPattern<EventType>('auth.user_registered.v1')
  async userRegistered(@Payload() { userId, name }: UserRegistered, @Ctx() context: EventContext): Promise<void> {
    await this.inbox.once(context, (transaction) => this.profiles.createFor(transaction, userId, name));
  }
}
