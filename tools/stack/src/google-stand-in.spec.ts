import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { GoogleStandIn } from './google-stand-in.js';

const VERIFIER = randomBytes(32).toString('base64url');
const REDIRECT = 'http://127.0.0.1:3000/v1/auth/google/callback';

let google: GoogleStandIn;
beforeAll(async () => {
  google = await GoogleStandIn.start();
});
afterAll(() => google.stop());
afterEach(() => vi.unstubAllEnvs());

function anAuthorization(change: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: google.settings.GOOGLE_CLIENT_ID!,
    redirect_uri: REDIRECT,
    state: 'a state & more',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  });
  return `${google.settings.GOOGLE_AUTHORIZATION_URL}?${query.toString()}`;
}

async function redirectOf(url: string): Promise<URL> {
  const { status, headers } = await fetch(url, { redirect: 'manual' });
  expect(status).toBe(302);
  return new URL(headers.get('location')!);
}

async function aCode(choice: Record<string, string> = { email: 'ada@example.com' }): Promise<string> {
  return (await redirectOf(anAuthorization(choice))).searchParams.get('code')!;
}

function requestTokens(code: string, change: Record<string, string | undefined> = {}): Promise<Response> {
  const fields = {
    grant_type: 'authorization_code',
    code,
    client_id: google.settings.GOOGLE_CLIENT_ID,
    client_secret: google.settings.GOOGLE_CLIENT_SECRET,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    ...change,
  };
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) body.set(name, value);
  return fetch(google.settings.GOOGLE_TOKEN_URL!, { method: 'POST', body });
}

async function tokensOf(choice: Record<string, string>): Promise<{ id_token: string; access_token: string }> {
  const answer = await requestTokens(await aCode(choice));
  expect(answer.status).toBe(200);
  return (await answer.json()) as { id_token: string; access_token: string };
}

async function claimsOf(choice: Record<string, string>): Promise<Record<string, unknown>> {
  const keys = createRemoteJWKSet(new URL(google.settings.GOOGLE_JWKS_URL!));
  const { GOOGLE_ISSUER, GOOGLE_CLIENT_ID } = google.settings;
  return (
    await jwtVerify((await tokensOf(choice)).id_token, keys, { issuer: GOOGLE_ISSUER!, audience: GOOGLE_CLIENT_ID! })
  ).payload;
}

describe('the page of the stand-in', () => {
  it('says what it is and keeps what the application sent, in one form with a field for the address', async () => {
    const page = await (await fetch(anAuthorization())).text();
    expect(page).toContain('This page is not Google');
    expect(page.match(/<form/g)).toHaveLength(1);
    expect(page).toContain('name="state" value="a state &#38; more"');
    expect(page).toMatch(/<input id="email" name="email" type="text"/);
    expect(page).not.toContain('<script');
  });

  it('offers a way back without signing in', async () => {
    const page = await (await fetch(anAuthorization())).text();
    expect(page).toContain(`${REDIRECT}?error=access_denied&#38;state=a+state+%26+more`);
  });

  it('asks again for what is no address, and keeps none of it', async () => {
    const answer = await fetch(anAuthorization({ email: '"><script>' }));
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(page).toContain('This is no e-mail address');
    expect(page).not.toContain('<script');
  });

  it.each([
    ['an unknown client', { client_id: 'somebody-else' }],
    ['a redirect that is no URL', { redirect_uri: 'javascript:alert(1)' }],
    ['no challenge', { code_challenge: '' }],
    ['a challenge in the clear', { code_challenge_method: 'plain' }],
  ])('sends nobody on with %s', async (_what, change) => {
    const answer = await fetch(anAuthorization({ email: 'ada@example.com', ...change }), { redirect: 'manual' });
    expect(answer.status).toBe(400);
  });
});

describe("the stand-in's tokens", () => {
  it('name the person chosen, whose subject stays the same', async () => {
    const claims = await claimsOf({ email: ' Ada.Lovelace@Gmail.com ' });
    expect(claims).toMatchObject({ email: 'ada.lovelace@gmail.com', email_verified: true, name: 'Ada Lovelace' });
    expect(claims).not.toHaveProperty('hd');
    expect((await claimsOf({ email: 'ada.lovelace@gmail.com' })).sub).toBe(claims.sub);
    expect((await claimsOf({ email: 'grace.hopper@gmail.com' })).sub).not.toBe(claims.sub);
  });

  it('name a Workspace where the person said so, but not for gmail.com', async () => {
    expect(await claimsOf({ email: 'ada@example.com', workspace: 'on' })).toMatchObject({ hd: 'example.com' });
    expect(await claimsOf({ email: 'ada@gmail.com', workspace: 'on' })).not.toHaveProperty('hd');
  });

  it('say that an address is not verified where the person said so', async () => {
    expect(await claimsOf({ email: 'ada@example.com', unverified: 'on' })).toMatchObject({ email_verified: false });
  });
});

describe('a code of the stand-in', () => {
  it('works once', async () => {
    const code = await aCode();
    expect((await requestTokens(code)).status).toBe(200);
    expect((await requestTokens(code)).status).toBe(400);
  });

  it.each([
    ['no verifier', { code_verifier: undefined }],
    ['another verifier', { code_verifier: randomBytes(32).toString('base64url') }],
    ['another client', { client_id: 'somebody-else' }],
    ['another secret', { client_secret: 'a guess' }],
    ['another redirect', { redirect_uri: 'http://127.0.0.1:3000/elsewhere' }],
    ['another kind of grant', { grant_type: 'refresh_token' }],
  ])('is refused and spent with %s', async (_what, change) => {
    const code = await aCode();
    const answer = await requestTokens(code, change);
    expect(answer.status).toBe(400);
    expect(await answer.json()).not.toHaveProperty('id_token');
    expect((await requestTokens(code)).status).toBe(400);
  });

  it('has the calls of the token endpoint counted, the refused ones too', async () => {
    const count = async () => Number(await (await fetch(`${google.url}/token-calls`)).text());
    const before = await count();
    await requestTokens('nonsense');
    await requestTokens(await aCode());
    expect(await count()).toBe(before + 2);
  });
});

it('the stand-in refuses to start in production', async () => {
  vi.stubEnv('NODE_ENV', 'production');
  await expect(GoogleStandIn.start()).rejects.toThrow('production');
});
