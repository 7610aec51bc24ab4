import { Module } from '@nestjs/common';
import { AccountDeletionsRepository } from '../deletion-requests/account-deletions.repository.js';
import { config } from '../config.js';
import { SigningKeysModule } from '../signing-keys/signing-keys.module.js';
import { AccessTokenIssuer, TOKEN_CLAIMS } from './access-token-issuer.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { SealedSuccessorsCleanup } from './sealed-successors.cleanup.js';
import { SessionsCleanup } from './sessions.cleanup.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [SigningKeysModule],
  providers: [
    { provide: TOKEN_CLAIMS, useValue: { ...config.tokens, ttlSeconds: config.accessTokenTtlSeconds } },
    AccessTokenIssuer,
    AccountDeletionsRepository,
    RefreshTokensRepository,
    SealedSuccessorsCleanup,
    SessionsCleanup,
    SessionsRepository,
    SessionsService,
  ],
  exports: [AccountDeletionsRepository, SessionsRepository, SessionsService],
})
export class SessionsModule {}
