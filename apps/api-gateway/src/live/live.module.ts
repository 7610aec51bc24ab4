import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';
import { LiveConversation } from './live-conversation.js';
import { LiveDelivery } from './live-delivery.js';
import { LiveDoor } from './live-door.js';
import { LiveEventsController } from './live-events.controller.js';
import { LiveServer } from './live-server.js';
import { LiveSockets } from './live-sockets.js';

@Module({
  imports: [EventsModule, RateLimitsModule],
  controllers: [LiveEventsController],
  providers: [LiveConversation, LiveDelivery, LiveDoor, LiveServer, LiveSockets],
})
export class LiveModule {}
