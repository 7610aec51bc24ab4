import { AuthenticationModule } from '@messenger/authentication';
import { DatabaseModule } from '@messenger/database';
import { EventLogModule, OutboxModule } from '@messenger/outbox';
import { GrpcClientsModule } from '@messenger/grpc';
import { HealthModule } from '@messenger/health';
import { AuthServiceService, UserServiceService } from '@messenger/proto';
import { Module } from '@nestjs/common';
import { BlocksModule } from './blocks/blocks.module.js';
import { config } from './config.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { FriendRequestsModule } from './friend-requests/friend-requests.module.js';
import { FriendshipsModule } from './friendships/friendships.module.js';
import { AUTH_CLIENT, USER_CLIENT } from './grpc-clients.js';
import { SubscriberController } from './subscriber.controller.js';

@Module({
  imports: [
    HealthModule.register(config.admin),
    DatabaseModule.register({ ...config.database, schema: 'subscriber' }),
    OutboxModule.register({ amqpUrl: config.amqp.url, source: 'subscriber', consumes: 'subscriber-service' }),
    GrpcClientsModule.register(
      [
        { token: AUTH_CLIENT, name: 'auth-service', definition: AuthServiceService, address: config.upstreams.auth },
        { token: USER_CLIENT, name: 'user-service', definition: UserServiceService, address: config.upstreams.user },
      ],
      config,
    ),
    AuthenticationModule.register({ keySource: AUTH_CLIENT, ...config.tokens }),
    EventLogModule.register(),
    FriendRequestsModule,
    FriendshipsModule,
    BlocksModule,
    ErasureModule,
  ],
  controllers: [SubscriberController],
})
export class AppModule {}
