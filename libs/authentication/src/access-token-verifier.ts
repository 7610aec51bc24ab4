import { DomainError, UnauthenticatedError } from '@messenger/errors';
import { isUUID } from 'class-validator';
import { jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.js';
import type { KeySet } from './key-set.js';

/** Verified tokens that are remembered until they expire. */
const CACHE_SIZE = 20_000;
/** Milliseconds that auth-service's clock may be ahead of ours. */
const CLOCK_LEEWAY = 30_000;

export interface TokenExpectations {
  issuer: string;
  audience: string;
}

/** Verifies access tokens: RS256, `typ: at+jwt` (RFC 9068), our issuer and audience, in its time. */
export class AccessTokenVerifier {
  private readonly verified = new LRUCache<string, Caller>({ max: CACHE_SIZE });

  constructor(
    private readonly keys: KeySet,
    private readonly expectations: TokenExpectations,
  ) {}

  /** @throws UnauthenticatedError, or UnavailableError where the keys cannot be had */
  async verify(token: string): Promise<Caller> {
    const known = this.verified.get(token);
    // The clock on the wall: the cache's own stands still while a machine sleeps.
    if (known !== undefined && Date.now() < known.expiresAt.getTime()) return known;
    const caller = await this.check(token);
    this.verified.set(token, caller);
    return caller;
  }

  private async check(token: string): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, (header, jws) => this.keys.keyFor(header, jws), {
        ...this.expectations,
        algorithms: ['RS256'],
        typ: 'at+jwt',
        requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp', 'auth_time'],
      });
      const { sub, sid, iat, exp, auth_time: authTime } = payload;
      if (!isUUID(sub) || !isUUID(sid) || typeof authTime !== 'number') throw new UnauthenticatedError();
      if (Number(iat) * 1_000 > Date.now() + CLOCK_LEEWAY) throw new UnauthenticatedError();
      return {
        userId: sub as string,
        sessionId: sid as string,
        authenticatedAt: new Date(authTime * 1_000),
        expiresAt: new Date(Number(exp) * 1_000),
      };
    } catch (error) {
      // The keys' own failures are told; why a token is no good is not.
      throw error instanceof DomainError ? error : new UnauthenticatedError();
    }
  }
}
