import { EventContext, LOGGED_EVENT_TYPES, type LoggedEventType } from '@messenger/events';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { decodedEvent } from '../events/decoded-event.js';
import { LiveFanoutService } from './live-fanout.service.js';

@Controller()
export class LiveEventsController {
  constructor(private readonly fanout: LiveFanoutService) {}

  /** Events of all users: only then does a jump of a log's positions prove a gap. */
  @EventPattern(LOGGED_EVENT_TYPES)
  onEvent(@Payload() payload: object, @Ctx() { type, position, recipientIds }: EventContext): void {
    this.fanout.onEvent({ event: decodedEvent(type as LoggedEventType, payload, position), recipientIds });
  }
}
