import { AuthenticationModule } from '@messenger/authentication';
import { DatabaseModule } from '@messenger/database';
import { DeadLettersModule, EventLogModule, OutboxModule } from '@messenger/outbox';
import { GrpcClientsModule } from '@messenger/grpc';
import { HealthModule } from '@messenger/health';
import { AdminServiceService, AuthServiceService, SubscriberServiceService } from '@messenger/proto';
import { Module } from '@nestjs/common';
import { ChatController } from './chat.controller.js';
import { ChatsModule } from './chats/chats.module.js';
import { config } from './config.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { FriendshipsModule } from './friendships/friendships.module.js';
import { AUTH_CLIENT, SUBSCRIBER_CLIENT } from './grpc-clients.js';
import { MessagesModule } from './messages/messages.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { SendingModule } from './sending/sending.module.js';

/** Keys, and who is an administrator. */
const AUTH = { ...AuthServiceService, ...AdminServiceService };

@Module({
  imports: [
    HealthModule.register(config.admin),
    DatabaseModule.register({ ...config.database, schema: 'chat' }),
    OutboxModule.register({ amqpUrl: config.amqp.url, source: 'chat', consumes: 'chat-service' }),
    GrpcClientsModule.register(
      [
        { token: AUTH_CLIENT, name: 'auth-service', definition: AUTH, address: config.upstreams.auth },
        {
          token: SUBSCRIBER_CLIENT,
          name: 'subscriber-service',
          definition: SubscriberServiceService,
          address: config.upstreams.subscriber,
        },
      ],
      config,
    ),
    AuthenticationModule.register({ keySource: AUTH_CLIENT, administrators: AUTH_CLIENT, ...config.tokens }),
    DeadLettersModule.register('chat-service'),
    EventLogModule.register({ imports: [MessagesModule] }),
    FriendshipsModule,
    ChatsModule,
    MessagesModule,
    SendingModule,
    ErasureModule,
    ReportsModule,
    RetentionModule,
  ],
  controllers: [ChatController],
})
export class AppModule {}
