import { DomainError, UnauthenticatedError } from '@messenger/errors';
import { isUUID } from 'class-validator';
import { jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.js';
import type { JwksCache } from './jwks-cache.js';

/** Verified tokens, cached until they expire. */
const MAX_CACHED_TOKENS = 20_000;
/** auth-service's clock may be ahead of ours by this much. */
const MAX_CLOCK_SKEW_MS = 30_000;

export interface TokenExpectations {
  issuer: string;
  audience: string;
}

/** Verifies access tokens: RS256, `typ: at+jwt` (RFC 9068), issuer, audience and times. */
export class AccessTokenVerifier {
  private readonly verified = new LRUCache<string, Caller>({ max: MAX_CACHED_TOKENS });

  constructor(
    private readonly keys: JwksCache,
    private readonly expectations: TokenExpectations,
  ) {}

  /** @throws UnauthenticatedError, or UnavailableError where the keys cannot be fetched */
  async verify(token: string): Promise<Caller> {
    const known = this.verified.get(token);
    // By the wall clock: the cache's monotonic clock stops while a machine sleeps.
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
      if (Number(iat) * 1_000 > Date.now() + MAX_CLOCK_SKEW_MS) throw new UnauthenticatedError();
      return {
        userId: sub as string,
        sessionId: sid as string,
        authenticatedAt: new Date(authTime * 1_000),
        expiresAt: new Date(Number(exp) * 1_000),
      };
    } catch (error) {
      // A failed fetch of the keys is passed on; the reason why a token is invalid is not.
      throw error instanceof DomainError ? error : new UnauthenticatedError();
    }
  }
}
