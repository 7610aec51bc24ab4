import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { AccountDeletionController } from './accounts/account-deletion.controller.js';
import { EmailVerificationController } from './accounts/email-verification.controller.js';
import { IdentitiesController } from './accounts/identities.controller.js';
import { PasswordResetController } from './accounts/password-reset.controller.js';
import { PasswordController } from './accounts/password.controller.js';
import { ProfileCreator } from './accounts/profile-creator.js';
import { RegistrationController } from './accounts/registration.controller.js';
import { GoogleRedirects } from './google/google-redirects.js';
import { GoogleController } from './google/google.controller.js';
import { GoogleStrategy } from './google/google.strategy.js';
import { JwksController } from './jwks/jwks.controller.js';
import { IssuedTokens } from './tokens/issued-tokens.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { TokensController } from './sessions/tokens.controller.js';

@Module({
  // In the order in which the documentation lists their routes.
  controllers: [
    RegistrationController,
    TokensController,
    EmailVerificationController,
    PasswordController,
    PasswordResetController,
    GoogleController,
    IdentitiesController,
    SessionsController,
    AccountDeletionController,
    JwksController,
  ],
  providers: [
    ProfileCreator,
    GoogleRedirects,
    IssuedTokens,
    { provide: GoogleStrategy, useFactory: () => config.google && new GoogleStrategy(config.google) },
  ],
})
export class AuthModule {}
