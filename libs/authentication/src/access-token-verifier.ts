import {
  AccessTokenExpiredError,
  AccessTokenFromFutureError,
  AccessTokenInvalidError,
  DomainError,
} from '@messenger/errors';
import { Logger } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyResult } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.js';
import type { JwksCache } from './jwks-cache.js';

/** Verified tokens, cached until they expire. */
const MAX_CACHED_TOKENS = 20_000;
/** auth-service's clock may be ahead of ours by this much. */
const MAX_CLOCK_SKEW_SECONDS = 30;
/** From `iat` to `exp`. Whoever gets hold of a signing key cannot make a token that outlives its revocation. */
export const MAX_ACCESS_TOKEN_TTL_SECONDS = 900;
/** Wrong clocks are logged once in this time. */
const CLOCK_WARNING_INTERVAL_MS = 60_000;

export interface TokenExpectations {
  issuer: string;
  audience: string;
}

/** Verifies access tokens: RS256, `typ: at+jwt` (RFC 9068), issuer, audience, times, and the length of their life. */
export class AccessTokenVerifier {
  private readonly logger = new Logger(AccessTokenVerifier.name);
  private readonly verified = new LRUCache<string, Caller>({ max: MAX_CACHED_TOKENS });
  private warnedAtMs = -Infinity;

  constructor(
    private readonly keys: JwksCache,
    private readonly expectations: TokenExpectations,
  ) {}

  /** @throws UnauthenticatedError that says what is wrong, or UnavailableError where the keys cannot be fetched */
  async verify(token: string): Promise<Caller> {
    const known = this.verified.get(token);
    // By the wall clock: the cache's monotonic clock stops while a machine sleeps.
    if (known !== undefined && Date.now() < known.expiresAt.getTime() && !this.isKeyRevoked(known)) return known;
    const caller = await this.check(token);
    this.verified.set(token, caller);
    return caller;
  }

  /** Whether auth-service no longer publishes the key that signed the caller's token. */
  isKeyRevoked({ keyId }: Pick<Caller, 'keyId'>): boolean {
    return !this.keys.has(keyId);
  }

  private async check(token: string): Promise<Caller> {
    try {
      const verified = await jwtVerify(token, (header, jws) => this.keys.keyFor(header, jws), {
        ...this.expectations,
        algorithms: ['RS256'],
        typ: 'at+jwt',
        requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp', 'auth_time'],
      });
      return this.callerOf(verified);
    } catch (error) {
      throw this.refusalOf(error);
    }
  }

  private callerOf({ payload, protectedHeader: { kid } }: JWTVerifyResult): Caller {
    const { sub, sid, iat, exp, auth_time: authTime } = payload;
    if (!isUUID(sub) || !isUUID(sid) || typeof authTime !== 'number' || kid === undefined)
      throw new AccessTokenInvalidError();
    if (secondsAhead(payload) > MAX_CLOCK_SKEW_SECONDS) throw new AccessTokenFromFutureError();
    if (Number(exp) - Number(iat) > MAX_ACCESS_TOKEN_TTL_SECONDS) throw new AccessTokenInvalidError();
    return {
      userId: sub as string,
      sessionId: sid as string,
      keyId: kid,
      authenticatedAt: new Date(authTime * 1_000),
      expiresAt: new Date(Number(exp) * 1_000),
    };
  }

  /** A failed fetch of the keys is passed on. Times are told: jose looks at them once the signature has proved right. */
  private refusalOf(error: unknown): DomainError {
    if (error instanceof errors.JWTExpired) return new AccessTokenExpiredError();
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf')
      return this.refusalOf(new AccessTokenFromFutureError());
    if (error instanceof AccessTokenFromFutureError) this.warnOfClocks();
    return error instanceof DomainError ? error : new AccessTokenInvalidError();
  }

  private warnOfClocks(): void {
    if (performance.now() - this.warnedAtMs < CLOCK_WARNING_INTERVAL_MS) return;
    this.warnedAtMs = performance.now();
    this.logger.warn(
      `A token is refused that was issued over ${MAX_CLOCK_SKEW_SECONDS} s in the future: the clock here or at auth-service is wrong`,
    );
  }
}

function secondsAhead({ iat }: JWTPayload): number {
  return Number(iat) - Date.now() / 1_000;
}
