import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { CompactSign } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { aPerson, type Person } from '../support/people.js';
import { everywhere, TokenEndpoints } from './tokens/token-endpoints.js';
import {
  aToken,
  aTokenWithout,
  nowSeconds,
  rotateKeys,
  signingKey,
  someClaims,
  type SigningKey,
} from './tokens/signing-keys.js';

let endpoints: TokenEndpoints;
let ada: Person;
let active: SigningKey;
let next: SigningKey;
let stranger: SigningKey;

beforeAll(async () => {
  endpoints = new TokenEndpoints(inject('gatewayUrl'), inject('appEnv'));
  ada = await aPerson(new Api(inject('gatewayUrl')));
  [active, next] = await Promise.all([signingKey('active'), signingKey('next')]);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const publicJwk = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: active.kid, n, e };
  stranger = { kid: active.kid, privateKey, publicJwk };
});

afterAll(() => endpoints.close());

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As if our public key were a secret that both sides share. */
function signedWithPublicKey(format: 'pem' | 'der'): string {
  const content = `${base64url({ alg: 'HS256', typ: 'at+jwt', kid: active.kid })}.${base64url(someClaims())}`;
  const key = createPublicKey({ key: { ...active.publicJwk }, format: 'jwk' });
  const secret = format === 'pem' ? key.export({ format, type: 'spki' }) : key.export({ format, type: 'spki' });
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

const unsigned = (alg: string): string =>
  `${base64url({ alg, typ: 'at+jwt', kid: active.kid })}.${base64url(someClaims())}.`;

async function withOtherClaims(): Promise<string> {
  const [header, , signature] = (await aToken(active)).split('.');
  return [header, base64url(someClaims()), signature].join('.');
}

/** Signed by us, with a header that a verifier has to understand or refuse. */
async function demanding(): Promise<string> {
  const claims = Buffer.from(JSON.stringify(someClaims()));
  return new CompactSign(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: active.kid, crit: ['x-trust-me'], 'x-trust-me': true })
    .sign(active.privateKey, { crit: { 'x-trust-me': true } });
}

describe('an access token', () => {
  it('is accepted by every service where it is valid: what is refused below is refused for its contents', async () => {
    expect(await endpoints.answersTo(ada.accessToken)).toEqual(everywhere('accepted'));
    expect(await endpoints.answersTo(await aToken(active, { sub: ada.id }))).toEqual(everywhere('accepted'));
    expect(await endpoints.answersTo(await aToken(next, { sub: ada.id }))).toEqual(everywhere('accepted'));
  });

  const elsewhere = 'https://attacker.example.com/jwks.json';
  it.each<[string, () => string | Promise<string>]>([
    ['is unsigned (alg none)', () => unsigned('none')],
    ['is unsigned (alg None)', () => unsigned('None')],
    ['is unsigned (alg RS256)', () => unsigned('RS256')],
    ['is signed with the public key as a secret (PEM)', () => signedWithPublicKey('pem')],
    ['is signed with the public key as a secret (DER)', () => signedWithPublicKey('der')],
    ['is signed by a stranger under our kid', () => aToken(stranger)],
    ['names an unknown kid', () => aToken({ ...stranger, kid: 'unknown' })],
    ['names an unknown kid but is signed by us', () => aToken({ ...active, kid: 'unknown' })],
    ['names another of our keys than the one that signed', () => aToken({ ...active, kid: next.kid })],
    ['names no kid', () => aToken(stranger, {}, { kid: undefined })],
    ['names a file as its kid', () => aToken({ ...stranger, kid: '../../../../dev/null' })],
    ['brings its own key (jwk)', () => aToken(stranger, {}, { jwk: stranger.publicJwk })],
    ['brings its own key, without kid', () => aToken(stranger, {}, { kid: undefined, jwk: stranger.publicJwk })],
    ['says where its key is (jku)', () => aToken(stranger, {}, { jku: elsewhere })],
    ['says where its certificate is (x5u)', () => aToken(stranger, {}, { x5u: elsewhere })],
    ['demands what we do not know (crit)', demanding],
    ['has other claims than were signed', withOtherClaims],
    ['is of another issuer', () => aToken(active, { iss: 'https://accounts.google.com' })],
    ['is of no issuer', () => aTokenWithout(active, 'iss')],
    ['is for another audience', () => aToken(active, { aud: 'another' })],
    ['is for no audience', () => aTokenWithout(active, 'aud')],
    ['is of another type', () => aToken(active, {}, { typ: 'JWT' })],
    ['is of no type', () => aToken(active, {}, { typ: undefined })],
    ['never expires', () => aTokenWithout(active, 'exp')],
    ['lives longer than 15 minutes', () => aToken(active, { exp: nowSeconds(901) })],
    ['lives ten years', () => aToken(active, { exp: nowSeconds(315_360_000) })],
    ['is about nobody', () => aTokenWithout(active, 'sub')],
    ['is about no id', () => aToken(active, { sub: 'ada' })],
    ['is of no session', () => aTokenWithout(active, 'sid')],
    ['is a refresh token', () => ada.refreshToken],
    ['is encoded otherwise', async () => `${await aToken(active)}=`],
    ['is no token', () => 'a.b.c'],
  ])('is refused by every service where it %s', async (_what, make) => {
    expect(await endpoints.answersTo(await make())).toEqual(everywhere('ACCESS_TOKEN_INVALID'));
  });

  it.each<[string, string, () => Promise<string>]>([
    ['has expired', 'EXPIRED', () => aToken(active, { iat: nowSeconds(-901), exp: nowSeconds(-1) })],
    ['begins later (nbf)', 'FROM_FUTURE', () => aToken(active, { nbf: nowSeconds(60) })],
    ['is issued later (iat)', 'FROM_FUTURE', () => aToken(active, { iat: nowSeconds(300), exp: nowSeconds(1_200) })],
  ])('is refused by every service where it %s, as ACCESS_TOKEN_%s', async (_what, reason, make) => {
    expect(await endpoints.answersTo(await make())).toEqual(everywhere(`ACCESS_TOKEN_${reason}`));
  });

  it('that is refused is told why in the challenge, one that is missing is asked for', async () => {
    const api = new Api(inject('gatewayUrl'));
    const device = await aPerson(api);
    await device.api.post('/v1/auth/logout');
    const challenge = async (accessToken?: string) =>
      (await (accessToken === undefined ? api : api.as(accessToken)).get('/v1/users/me')).headers.get(
        'www-authenticate',
      );
    expect(await challenge()).toBe('Bearer');
    const expired = await aToken(active, { iat: nowSeconds(-901), exp: nowSeconds(-1) });
    const future = await aToken(active, { iat: nowSeconds(300), exp: nowSeconds(1_200) });
    const challenges = await Promise.all(['garbage', expired, future, device.accessToken].map(challenge));
    for (const one of challenges) expect(one).toMatch(/^Bearer error="invalid_token", error_description="[\w :-]+"$/);
    expect(new Set(challenges).size).toBe(4);
    expect(challenges[2]).toContain('clock');
  });
});

describe('a rotation of the keys', () => {
  it('keeps the tokens of the last key valid, and makes those of the next one so, in every service', async () => {
    const said = await rotateKeys();
    const [newActive, newNext] = await Promise.all([signingKey('active'), signingKey('next')]);
    expect(newActive.kid).toBe(next.kid);
    expect(said).toContain(`${next.kid} is active, ${newNext.kid} is next, ${active.kid} is retired`);
    expect(said).not.toMatch(/PRIVATE|"d":/);

    expect(await endpoints.answersTo(ada.accessToken)).toEqual(everywhere('accepted'));
    for (const key of [active, newActive]) {
      expect(await endpoints.answersTo(await aToken(key, { sub: ada.id }))).toEqual(everywhere('accepted'));
    }
  });

  it('is not repeated at once: nobody knows the key yet that would sign', async () => {
    const before = await signingKey('active');
    expect(await rotateKeys()).toContain('Nothing was done');
    expect((await signingKey('active')).kid).toBe(before.kid);
  });
});
