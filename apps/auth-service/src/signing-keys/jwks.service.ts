import type { GetJwksResponse } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { SigningKeysService } from './signing-keys.service.js';

/** The public keys, for the other services and for this one itself. */
@Injectable()
export class JwksService {
  constructor(private readonly signingKeys: SigningKeysService) {}

  async getJwks(): Promise<GetJwksResponse> {
    return { keys: await this.signingKeys.publicJwks() };
  }
}
