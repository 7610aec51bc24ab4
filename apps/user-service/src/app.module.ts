import { AuthenticationModule } from '@messenger/authentication';
import { DatabaseModule } from '@messenger/database';
import { DeadLettersModule, EventLogModule, OutboxModule } from '@messenger/outbox';
import { GrpcClientsModule } from '@messenger/grpc';
import { HealthModule } from '@messenger/health';
import { AdminServiceService, AuthServiceService } from '@messenger/proto';
import { Module } from '@nestjs/common';
import { AvatarsModule } from './avatars/avatars.module.js';
import { config } from './config.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { AUTH_CLIENT } from './grpc-clients.js';
import { ProfilesModule } from './profiles/profiles.module.js';
import { SearchModule } from './search/search.module.js';
import { UserController } from './user.controller.js';

/** Keys, and who is an administrator. */
const AUTH = { ...AuthServiceService, ...AdminServiceService };

@Module({
  imports: [
    HealthModule.register(config.admin),
    DatabaseModule.register({ ...config.database, schema: 'users' }),
    OutboxModule.register({ amqpUrl: config.amqp.url, source: 'user', consumes: 'user-service' }),
    GrpcClientsModule.register(
      [{ token: AUTH_CLIENT, name: 'auth-service', definition: AUTH, address: config.upstreams.auth }],
      config,
    ),
    AuthenticationModule.register({ keySource: AUTH_CLIENT, administrators: AUTH_CLIENT, ...config.tokens }),
    DeadLettersModule.register('user-service'),
    EventLogModule.register(),
    ProfilesModule,
    SearchModule,
    AvatarsModule,
    ExportsModule,
    ErasureModule,
  ],
  controllers: [UserController],
})
export class AppModule {}
