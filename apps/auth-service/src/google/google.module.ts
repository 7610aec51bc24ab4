import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { config } from '../config.js';
import { IdentitiesModule } from '../identities/identities.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { SignInResolver } from './sign-in-resolver.js';
import { ExchangeCodesRepository } from './exchange-codes.repository.js';
import { GoogleFlowsRepository } from './google-flows.repository.js';
import { GoogleSignInService } from './google-sign-in.service.js';
import { GoogleFlowsCleanup } from './google-flows.cleanup.js';
import { IdTokenVerifier } from './id-token-verifier.js';

@Module({
  imports: [AccountsModule, IdentitiesModule, SessionsModule],
  providers: [
    { provide: IdTokenVerifier, useFactory: () => config.google && new IdTokenVerifier(config.google) },
    SignInResolver,
    ExchangeCodesRepository,
    GoogleFlowsRepository,
    GoogleSignInService,
    GoogleFlowsCleanup,
  ],
  exports: [GoogleSignInService],
})
export class GoogleModule {}
