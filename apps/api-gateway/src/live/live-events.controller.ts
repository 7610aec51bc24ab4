import { EventContext, LOGGED_EVENT_TYPES, type LoggedEventType } from '@messenger/events';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { loggedEvent } from '../events/logged-event.js';
import { LiveDelivery } from './live-delivery.js';

@Controller()
export class LiveEventsController {
  constructor(private readonly delivery: LiveDelivery) {}

  /** All of them, whosever: only so does a gap show. */
  @EventPattern(LOGGED_EVENT_TYPES)
  onEvent(@Payload() payload: object, @Ctx() { type, position, recipientIds }: EventContext): void {
    this.delivery.hear({ event: loggedEvent(type as LoggedEventType, payload, position), recipientIds });
  }
}
