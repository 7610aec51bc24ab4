import { createHmac, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import {
  AccessTokenExpiredError,
  AccessTokenFromFutureError,
  AccessTokenInvalidError,
  UnauthenticatedError,
  UnavailableError,
} from '@messenger/errors';
import type { GetJwksResponse, JsonWebKey } from '@messenger/proto';
import { Logger } from '@nestjs/common';
import { SignJWT, type JWTPayload } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccessTokenVerifier } from './access-token-verifier.js';
import { JwksCache } from './jwks-cache.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
/** Moves all clocks. */
const passTo = (ms: number): unknown => vi.advanceTimersByTime(NOW + ms - Date.now());
const seconds = (from = 0): number => Math.floor(Date.now() / 1_000) + from;

class Signer {
  readonly publicKey: KeyObject;
  private readonly privateKey: KeyObject;

  constructor(readonly kid: string) {
    ({ publicKey: this.publicKey, privateKey: this.privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 }));
  }

  get jwk(): JsonWebKey {
    return { ...this.publicKey.export({ format: 'jwk' }), kid: this.kid, alg: 'RS256', use: 'sig' } as JsonWebKey;
  }

  token(claims: JWTPayload = {}, header: object = {}): Promise<string> {
    return new SignJWT(someClaims(claims))
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: this.kid, ...header })
      .sign(this.privateKey);
  }
}

/** The claims of a valid token; a claim that is undefined is left out. */
function someClaims(claims: JWTPayload = {}): JWTPayload {
  return {
    ...{ iss: 'messenger', aud: 'messenger', sub: randomUUID(), sid: randomUUID(), jti: randomUUID() },
    ...{ iat: seconds(), exp: seconds(900), auth_time: seconds(-60) },
    ...claims,
  };
}

/** A fake of auth-service. */
class FakeAuthService {
  fetches = 0;
  failure: Error | undefined;
  constructor(public keys: JsonWebKey[]) {}

  getJwks = async (): Promise<GetJwksResponse> => {
    this.fetches++;
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
    return { keys: this.keys };
  };
}

const base64url = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

describe('an access token', () => {
  const signer = new Signer('one');
  const stranger = new Signer('two');
  let auth: FakeAuthService;
  let keys: JwksCache;
  let verifier: AccessTokenVerifier;

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date', 'performance'] });
    auth = new FakeAuthService([signer.jwk]);
    keys = new JwksCache(auth.getJwks);
    verifier = new AccessTokenVerifier(keys, { issuer: 'messenger', audience: 'messenger' });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('identifies its caller', async () => {
    const [sub, sid] = [randomUUID(), randomUUID()];
    expect(await verifier.verify(await signer.token({ sub, sid, exp: seconds(30) }))).toEqual({
      userId: sub,
      sessionId: sid,
      keyId: 'one',
      authenticatedAt: new Date(NOW - 60_000),
      expiresAt: new Date(NOW + 30_000),
    });
  });

  it('is valid until the second of its expiry and not after it, although it is cached', async () => {
    const token = await signer.token({ exp: seconds(30) });
    const caller = await verifier.verify(token);
    passTo(29_999);
    expect(await verifier.verify(token)).toBe(caller);
    passTo(30_000);
    await expect(verifier.verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  it('is verified once and then cached', async () => {
    const token = await signer.token();
    const caller = await verifier.verify(token);
    auth.keys = [];
    expect(await verifier.verify(token)).toBe(caller);
    expect(auth.fetches).toBe(1);
  });

  const without = (claim: string): [string, () => Promise<string>] => [
    `lacks ${claim}`,
    () => signer.token({ [claim]: undefined }),
  ];

  it.each<[string, () => Promise<string>]>([
    ['is empty', () => Promise.resolve('')],
    ['is no JWT', () => Promise.resolve('a.b.c')],
    ['is signed by nobody (alg none)', () => Promise.resolve(unsigned())],
    ['is signed with the public key as a secret (HS256)', () => Promise.resolve(signedWithPublicKey())],
    ['is signed with another algorithm', () => signer.token({}, { alg: 'RS512' }).catch(() => 'x.y.z')],
    ['is signed by a stranger', () => stranger.token({}, { kid: 'one' })],
    ['has another content than was signed', async () => tampered(await signer.token())],
    ['names an unknown key', () => stranger.token()],
    ['brings its own key', () => stranger.token({}, { kid: 'one', jwk: stranger.jwk })],
    ['is of another issuer', () => signer.token({ iss: 'somebody' })],
    ['is for another audience', () => signer.token({ aud: 'somebody' })],
    ['is of another type', () => signer.token({}, { typ: 'JWT' })],
    ['is of no type', () => signer.token({}, { typ: undefined })],
    ['has expired', () => signer.token({ exp: seconds(-1) })],
    ['was issued later than now', () => signer.token({ iat: seconds(31) })],
    ['begins later', () => signer.token({ nbf: seconds(60) })],
    ['lives longer than 15 minutes', () => signer.token({ exp: seconds(901) })],
    ['lives ten years', () => signer.token({ exp: seconds(315_360_000) })],
    ['has lived longer than 15 minutes', () => signer.token({ iat: seconds(-901), exp: seconds(30) })],
    ['begins in the future to live on', () => signer.token({ iat: seconds(86_400), exp: seconds(87_000) })],
    ...['iss', 'aud', 'sub', 'sid', 'jti', 'iat', 'exp', 'auth_time'].map(without),
    ['has a subject that is no UUID', () => signer.token({ sub: 'ada' })],
    ['has a session that is no UUID', () => signer.token({ sid: 'first' })],
    ['has a sign-in that is no time', () => signer.token({ auth_time: 'yesterday' })],
  ])('is refused where it %s', async (_what, make) => {
    await expect(verifier.verify(await make())).rejects.toThrow(UnauthenticatedError);
    // A valid token still passes.
    await expect(verifier.verify(await signer.token())).resolves.toBeDefined();
  });

  it.each<[string, () => Promise<string>, new () => Error]>([
    ['has expired', () => signer.token({ exp: seconds(-1) }), AccessTokenExpiredError],
    ['is from the future', () => signer.token({ iat: seconds(31) }), AccessTokenFromFutureError],
    ['begins later', () => signer.token({ nbf: seconds(60) }), AccessTokenFromFutureError],
    ['is no token', () => Promise.resolve('a.b.c'), AccessTokenInvalidError],
    [
      'is a forgery that has expired',
      () => stranger.token({ exp: seconds(-1) }, { kid: 'one' }),
      AccessTokenInvalidError,
    ],
    [
      'is a forgery from the future',
      () => stranger.token({ iat: seconds(60) }, { kid: 'one' }),
      AccessTokenInvalidError,
    ],
  ])('that %s is refused by what is wrong', async (_what, make, kind) => {
    await expect(verifier.verify(await make())).rejects.toThrow(kind);
  });

  it('from the future is refused by a sentence about a clock, which is logged once a minute', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    for (const ms of [0, 1_000, 59_000, 61_000]) {
      passTo(ms);
      await expect(verifier.verify(await signer.token({ iat: seconds(40), exp: seconds(900) }))).rejects.toThrow(
        'clock',
      );
    }
    expect(warned.mock.calls.filter(([message]) => String(message).includes('clock'))).toHaveLength(2);
    warned.mockRestore();
  });

  it('of a key that is published no more is refused although it is cached', async () => {
    const token = await signer.token();
    const caller = await verifier.verify(token);
    auth.keys = [stranger.jwk];
    await keys.refetch();
    expect(verifier.isKeyRevoked(caller)).toBe(true);
    await expect(verifier.verify(token)).rejects.toThrow(AccessTokenInvalidError);
    await expect(verifier.verify(await stranger.token())).resolves.toBeDefined();
  });

  it('is verified by the keys of before while they cannot be fetched, but not for longer than tokens live', async () => {
    await verifier.verify(await signer.token());
    auth.failure = new Error('no');
    passTo(14 * 60_000);
    await expect(verifier.verify(await signer.token())).resolves.toBeDefined();
    passTo(15 * 60_000 + 1);
    await expect(verifier.verify(await signer.token())).rejects.toThrow(UnavailableError);
  });

  it('is not refused as invalid where the keys cannot be fetched', async () => {
    auth.failure = new Error('Connection terminated');
    const token = await signer.token();
    await expect(verifier.verify(token)).rejects.toThrow(UnavailableError);
    auth.failure = undefined;
    await expect(verifier.verify(token)).resolves.toBeDefined();
  });

  it('of a new key causes one fetch, however many arrive at once', async () => {
    await verifier.verify(await signer.token());
    passTo(10_001);
    auth.keys = [signer.jwk, stranger.jwk];
    const tokens = await Promise.all(Array.from({ length: 50 }, () => stranger.token()));
    await Promise.all(tokens.map((token) => verifier.verify(token)));
    expect(auth.fetches).toBe(2);
  });

  it('of the first key causes one fetch, however many arrive at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => signer.token()));
    await Promise.all(tokens.map((token) => verifier.verify(token)));
    expect(auth.fetches).toBe(1);
  });

  it('of an unknown key causes one fetch a second', async () => {
    await verifier.verify(await signer.token());
    const attempt = async (after: number): Promise<number> => {
      passTo(after);
      await expect(verifier.verify(await stranger.token())).rejects.toThrow(UnauthenticatedError);
      return auth.fetches;
    };
    expect(await attempt(1)).toBe(1);
    expect(await attempt(999)).toBe(1);
    expect(await attempt(1_001)).toBe(2);
    expect(await attempt(2_000)).toBe(2);
    expect(await attempt(2_003)).toBe(3);
  });

  it('of a known key is verified while the keys cannot be fetched', async () => {
    await verifier.verify(await signer.token());
    passTo(10_001);
    auth.failure = new Error('no');
    await expect(verifier.verify(await stranger.token())).rejects.toThrow(UnavailableError);
    await expect(verifier.verify(await signer.token())).resolves.toBeDefined();
  });

  function unsigned(): string {
    return `${base64url({ alg: 'none', typ: 'at+jwt', kid: 'one' })}.${base64url(someClaims())}.`;
  }

  function signedWithPublicKey(): string {
    const content = `${base64url({ alg: 'HS256', typ: 'at+jwt', kid: 'one' })}.${base64url(someClaims())}`;
    const secret = signer.publicKey.export({ format: 'pem', type: 'spki' });
    return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
  }

  function tampered(token: string): string {
    const [header = '', , signature = ''] = token.split('.');
    return [header, base64url(someClaims()), signature].join('.');
  }
});
