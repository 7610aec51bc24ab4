import type { GetJwksResponse } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { SigningKeysService } from './signing-keys.service.js';

/** The key source of the access-token verifier in this service; other services ask for the same over gRPC. */
@Injectable()
export class JwksService {
  constructor(private readonly signingKeys: SigningKeysService) {}

  async getJwks(): Promise<GetJwksResponse> {
    return { keys: await this.signingKeys.publicJwks() };
  }
}
