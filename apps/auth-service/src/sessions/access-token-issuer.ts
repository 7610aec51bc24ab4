import { randomUUID } from 'node:crypto';
import type { Complete, Tokens } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { SigningKeysService } from '../signing-keys/signing-keys.service.js';

export const TOKEN_CLAIMS = Symbol('TOKEN_CLAIMS');

export interface TokenClaims {
  issuer: string;
  audience: string;
  ttlSeconds: number;
}

export interface TokenSubject {
  userId: string;
  sessionId: string;
  /** When the user signed in. */
  authenticatedAt: Date;
}

/** Issues access tokens (RFC 9068), signed with the active key. */
@Injectable()
export class AccessTokenIssuer {
  constructor(
    @Inject(TOKEN_CLAIMS) private readonly claims: TokenClaims,
    private readonly signingKeys: SigningKeysService,
  ) {}

  /** The answer to a sign-in or a refresh. */
  async tokens(subject: TokenSubject, refreshToken: string): Promise<Complete<Tokens>> {
    const accessToken = await this.issue(subject);
    return {
      accessToken,
      refreshToken,
      tokenType: 'Bearer',
      expiresIn: this.claims.ttlSeconds,
      userId: subject.userId,
    };
  }

  private async issue({ userId, sessionId, authenticatedAt }: TokenSubject): Promise<string> {
    const { kid, privateKey } = await this.signingKeys.active();
    return new SignJWT({ sid: sessionId, auth_time: Math.floor(authenticatedAt.getTime() / 1_000) })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
      .setIssuer(this.claims.issuer)
      .setAudience(this.claims.audience)
      .setSubject(userId)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${this.claims.ttlSeconds}s`)
      .sign(privateKey);
  }
}
