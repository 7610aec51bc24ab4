import { Global, Module } from '@nestjs/common';
import { config } from '../config.js';
import { JwksService } from './jwks.service.js';
import { SigningKeySweeper } from './signing-key-sweeper.js';
import { SIGNING_KEY_SECRET, SigningKeysService } from './signing-keys.service.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** Global: the verifier of access tokens asks for the keys here, where the other services ask over gRPC. */
@Global()
@Module({
  providers: [
    { provide: SIGNING_KEY_SECRET, useValue: config.signingKeySecret },
    JwksService,
    SigningKeySweeper,
    SigningKeysRepository,
    SigningKeysService,
  ],
  exports: [JwksService, SigningKeysService],
})
export class SigningKeysModule {}
