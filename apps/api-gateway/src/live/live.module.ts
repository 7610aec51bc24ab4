import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';
import { ClientFrameHandler } from './client-frame.handler.js';
import { ConnectionRegistry } from './connection-registry.js';
import { LiveEventsController } from './live-events.controller.js';
import { LiveFanoutService } from './live-fanout.service.js';
import { LiveHandshake } from './live-handshake.js';
import { LiveServer } from './live-server.js';

@Module({
  imports: [EventsModule, RateLimitsModule],
  controllers: [LiveEventsController],
  providers: [ClientFrameHandler, ConnectionRegistry, LiveFanoutService, LiveHandshake, LiveServer],
})
export class LiveModule {}
