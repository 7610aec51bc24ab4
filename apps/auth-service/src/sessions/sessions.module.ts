import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { SigningKeysModule } from '../signing-keys/signing-keys.module.js';
import { AccessTokenIssuer, TOKEN_CLAIMS } from './access-token-issuer.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { SessionSweeper } from './session-sweeper.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [SigningKeysModule],
  providers: [
    { provide: TOKEN_CLAIMS, useValue: { ...config.tokens, life: config.accessTokenLife } },
    AccessTokenIssuer,
    RefreshTokensRepository,
    SessionSweeper,
    SessionsRepository,
    SessionsService,
  ],
  exports: [SessionsService],
})
export class SessionsModule {}
