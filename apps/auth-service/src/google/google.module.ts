import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { config } from '../config.js';
import { IdentitiesModule } from '../identities/identities.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ArrivalsService } from './arrivals.service.js';
import { ExchangeCodesRepository } from './exchange-codes.repository.js';
import { GoogleFlowsRepository } from './google-flows.repository.js';
import { GoogleService } from './google.service.js';
import { GoogleSweeper } from './google-sweeper.js';
import { IdTokenVerifier } from './id-token-verifier.js';

@Module({
  imports: [AccountsModule, IdentitiesModule, SessionsModule],
  providers: [
    { provide: IdTokenVerifier, useFactory: () => config.google && new IdTokenVerifier(config.google) },
    ArrivalsService,
    ExchangeCodesRepository,
    GoogleFlowsRepository,
    GoogleService,
    GoogleSweeper,
  ],
  exports: [GoogleService],
})
export class GoogleModule {}
