import { AuthenticationModule } from '@messenger/authentication';
import { DatabaseModule } from '@messenger/database';
import { DeadLettersModule, OutboxModule } from '@messenger/outbox';
import { HealthModule } from '@messenger/health';
import { Module } from '@nestjs/common';
import { AccountDeletionModule } from './account-deletion/account-deletion.module.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { AdministrationModule } from './administration/administration.module.js';
import { OwnAdministrators } from './administration/own-administrators.js';
import { AuthController } from './auth.controller.js';
import { config } from './config.js';
import { GoogleModule } from './google/google.module.js';
import { IdentitiesModule } from './identities/identities.module.js';
import { InvitesModule } from './invites/invites.module.js';
import { PasswordResetModule } from './password-reset/password-reset.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { JwksService } from './signing-keys/jwks.service.js';
import { SigningKeysModule } from './signing-keys/signing-keys.module.js';

@Module({
  imports: [
    HealthModule.register(config.admin),
    DatabaseModule.register({ ...config.database, schema: 'auth' }),
    OutboxModule.register({ amqpUrl: config.amqp.url, source: 'auth', consumes: 'auth-service' }),
    AuthenticationModule.register({ keySource: JwksService, administrators: OwnAdministrators, ...config.tokens }),
    DeadLettersModule.register('auth-service'),
    SigningKeysModule,
    SessionsModule,
    AccountsModule,
    IdentitiesModule,
    InvitesModule,
    PasswordResetModule,
    GoogleModule,
    AccountDeletionModule,
    AdministrationModule,
  ],
  controllers: [AuthController],
})
export class AppModule {}
