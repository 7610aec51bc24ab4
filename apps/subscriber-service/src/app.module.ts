import { AuthenticationModule } from '@messenger/authentication';
import { DatabaseModule } from '@messenger/database';
import { DeadLettersModule, EventLogModule, OutboxModule } from '@messenger/outbox';
import { GrpcClientsModule } from '@messenger/grpc';
import { HealthModule } from '@messenger/health';
import { AdminServiceService, AuthServiceService, UserServiceService } from '@messenger/proto';
import { Module } from '@nestjs/common';
import { BlocksModule } from './blocks/blocks.module.js';
import { config } from './config.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { FriendRequestsModule } from './friend-requests/friend-requests.module.js';
import { FriendshipsModule } from './friendships/friendships.module.js';
import { AUTH_CLIENT, USER_CLIENT } from './grpc-clients.js';
import { SubscriberController } from './subscriber.controller.js';

/** Keys, and who is an administrator. */
const AUTH = { ...AuthServiceService, ...AdminServiceService };

@Module({
  imports: [
    HealthModule.register(config.admin),
    DatabaseModule.register({ ...config.database, schema: 'subscriber' }),
    OutboxModule.register({ amqpUrl: config.amqp.url, source: 'subscriber', consumes: 'subscriber-service' }),
    GrpcClientsModule.register(
      [
        { token: AUTH_CLIENT, name: 'auth-service', definition: AUTH, address: config.upstreams.auth },
        { token: USER_CLIENT, name: 'user-service', definition: UserServiceService, address: config.upstreams.user },
      ],
      config,
    ),
    AuthenticationModule.register({ keySource: AUTH_CLIENT, administrators: AUTH_CLIENT, ...config.tokens }),
    DeadLettersModule.register('subscriber-service'),
    EventLogModule.register(),
    FriendRequestsModule,
    FriendshipsModule,
    BlocksModule,
    ErasureModule,
  ],
  controllers: [SubscriberController],
})
export class AppModule {}
