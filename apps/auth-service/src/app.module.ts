import { AuthenticationModule } from '@messenger/authentication';
import { DatabaseModule } from '@messenger/database';
import { EventsModule } from '@messenger/events';
import { HealthModule } from '@messenger/health';
import { Module } from '@nestjs/common';
import { AccountEntity } from './accounts/account.entity.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { AuthController } from './auth.controller.js';
import { config } from './config.js';
import { GoogleModule } from './google/google.module.js';
import { IdentitiesModule } from './identities/identities.module.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { JwksService } from './signing-keys/jwks.service.js';
import { SigningKeysModule } from './signing-keys/signing-keys.module.js';

@Module({
  imports: [
    HealthModule.register(config.admin),
    DatabaseModule.register({ ...config.database, schema: 'auth', entities: [AccountEntity, SessionEntity] }),
    EventsModule.register({ amqpUrl: config.amqp.url }),
    AuthenticationModule.register({ keySource: JwksService, ...config.tokens }),
    SigningKeysModule,
    SessionsModule,
    AccountsModule,
    IdentitiesModule,
    GoogleModule,
  ],
  controllers: [AuthController],
})
export class AppModule {}
