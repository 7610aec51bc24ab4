import { Module } from '@nestjs/common';
import { ChatsModule } from '../chats/chats.module.js';
import { EventsModule } from '../events/events.module.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';
import { ClientFrameHandler } from './client-frame.handler.js';
import { ConnectionRegistry } from './connection-registry.js';
import { LiveFanoutService } from './live-fanout.service.js';
import { LiveHandshake } from './live-handshake.js';
import { LiveController } from './live.controller.js';
import { LiveServer } from './live-server.js';
import { SocketMessages } from './socket-messages.js';

@Module({
  imports: [ChatsModule, EventsModule, RateLimitsModule],
  controllers: [LiveController],
  providers: [ClientFrameHandler, ConnectionRegistry, LiveFanoutService, LiveHandshake, LiveServer, SocketMessages],
  exports: [LiveFanoutService],
})
export class LiveModule {}
