import { Global, Module } from '@nestjs/common';
import { config } from '../config.js';
import { JwksService } from './jwks.service.js';
import { SigningKeysCleanup } from './signing-keys.cleanup.js';
import { SIGNING_KEY_SECRET, SigningKeysService } from './signing-keys.service.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** Global: AuthenticationModule injects JwksService as its key source. */
@Global()
@Module({
  providers: [
    { provide: SIGNING_KEY_SECRET, useValue: config.signingKeySecret },
    JwksService,
    SigningKeysCleanup,
    SigningKeysRepository,
    SigningKeysService,
  ],
  exports: [JwksService, SigningKeysService],
})
export class SigningKeysModule {}
