import { createHash } from 'node:crypto';
import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import { Api } from '../../support/api.js';
import { Logs } from '../../support/logs.js';
import { it } from '../../support/stack-test.js';
import type { TestStack } from '../../support/test-stack.js';
import { Browser } from './http-browser.js';
import { aGooglePerson, type GoogleProvider } from '../../support/google-provider.js';
import { anEmail, aPerson, PASSWORD, refusal } from '../../support/people.js';

const ELSEWHERE = 'https://app.example.com/signed-in';

let provider: GoogleProvider;
let stack: TestStack;
let api: Api;

it.beforeEach(async ({ google, stack: shared }) => {
  [provider, stack, api] = [google, shared, shared.api];
  provider.reset();
  provider.person = aGooglePerson();
  await stack.restore();
});

/** Somebody who has signed in with Google. */
async function aGoogleUser() {
  const browser = new Browser(api);
  const { status, body } = await browser.exchange((await browser.signIn()).get('code'));
  expect(status, JSON.stringify(body)).toBe(200);
  const { userId, accessToken, refreshToken } = body as { userId: string; accessToken: string; refreshToken: string };
  return { browser, userId, accessToken, refreshToken, api: api.as(accessToken) };
}

describe('signing in with Google', () => {
  it('ends at the public URL with a code, which becomes a session with a profile', async () => {
    const { userId, api: me } = await aGoogleUser();
    expect((await me.get('/v1/users/me')).body).toMatchObject({ id: userId });
    expect((await me.get('/v1/auth/identities')).body).toEqual({
      identities: [
        {
          id: expect.any(String),
          provider: 'google',
          email: provider.person.email,
          createdAt: expect.stringMatching(/Z$/),
        },
      ],
    });
    expect((await aGoogleUser()).userId).toBe(userId);
  });

  it("gives the profile a nickname of the person's name at Google", async () => {
    const word = createHash('sha256').update(String(provider.person.sub)).digest('hex').slice(0, 10);
    provider.person = aGooglePerson({ name: `Zoë ${word}` });
    const { api: me } = await aGoogleUser();
    await eventually(async () => expect((await me.get('/v1/users/me')).body.nickname).toBe(`zoe_${word}`));
  });

  it('asks Google with state, S256 and openid, and binds the browser by a cookie that scripts cannot read', async () => {
    const browser = new Browser(api);
    const { location } = await browser.open(`${api.url}/v1/auth/google`);
    const query = Object.fromEntries(new URL(location).searchParams);
    expect(query).toMatchObject({
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: `${api.url}/v1/auth/google/callback`,
      code_challenge_method: 'S256',
    });
    for (const secret of [query.state, query.code_challenge]) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(browser.setCookie).toMatch(/^messenger-browser=[\w-]{43}; Max-Age=660; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('works in two tabs at once', async () => {
    const browser = new Browser(api);
    const [one, other] = [await browser.toGoogle(), await browser.toGoogle()];
    for (const callback of [one, other]) expect((await browser.openCallback(callback)).get('code')).not.toBeNull();
  });

  it('shows no token in any address, and no secret in any log', async () => {
    const { browser, accessToken, refreshToken } = await aGoogleUser();
    const addresses = [...browser.visited, ...provider.urls].join('\n');
    expect(addresses).not.toMatch(/eyJ|access_token|id_token|refresh_token/);
    const queries = browser.visited.flatMap((url) =>
      ['state', 'code'].map((name) => new URL(url).searchParams.get(name)),
    );
    const secrets = [...queries, accessToken, refreshToken, String(provider.person.email)].filter((it) => it !== null);
    expect(secrets.length).toBeGreaterThan(5);
    for (const [file, text] of new Logs(stack.logFolder).all()) {
      expect(
        secrets.filter((secret) => text.includes(secret.toLowerCase())),
        file,
      ).toEqual([]);
    }
  });
});

describe('the callback', () => {
  it('refuses a state that is missing, wrong, replayed or foreign before Google is asked', async () => {
    const [browser, stranger, nobody] = [new Browser(api), new Browser(api), new Browser(api)];
    const callback = await browser.toGoogle();
    const foreign = await stranger.toGoogle();
    const calls = provider.tokenCalls;
    const withState = (state: string | null) => {
      const url = new URL(callback);
      url.searchParams.delete('state');
      if (state !== null) url.searchParams.set('state', state);
      return url.href;
    };
    const attempts: [Browser, string][] = [
      [browser, withState(null)],
      [browser, withState('')],
      [browser, withState('x'.repeat(43))],
      [browser, withState('x'.repeat(3_000))],
      [browser, `${callback}&state=again`],
      [browser, foreign],
      [stranger, callback],
      [nobody, callback],
      [browser, `${withState(null)}&error=access_denied`],
      [nobody, `${api.url}/v1/auth/google/callback`],
    ];
    for (const [who, url] of attempts) {
      expect(await who.open(url), url).toMatchObject({ status: 403, reason: 'OAUTH_STATE_INVALID' });
    }
    expect(provider.tokenCalls).toBe(calls);
    await browser.openCallback(callback);
    expect(provider.tokenCalls).toBe(calls + 1);
    expect(await browser.open(callback)).toMatchObject({ status: 403, reason: 'OAUTH_STATE_INVALID' });
    for (const url of [callback, `${callback}&state=again`, `${api.url}/v1/auth/google/callback`]) {
      const page = await browser.open(url, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
      expect(page).toMatchObject({ status: 302, location: `${api.url}/?error=OAUTH_STATE_INVALID` });
    }
    expect(provider.tokenCalls).toBe(calls + 1);
  });

  it('names in the redirect why there is no code', async () => {
    const planted = await aPerson(api, { email: anEmail() });
    const cases: [string, () => void][] = [
      ['ACCESS_DENIED', () => (provider.authorizes = { error: 'access_denied' })],
      ['GOOGLE_REFUSED', () => (provider.authorizes = { error: 'temporarily_unavailable' })],
      ['GOOGLE_REFUSED', () => (provider.authorizes = {})],
      ['GOOGLE_REFUSED', () => (provider.authorizes = { code: 'made-up' })],
      ['GOOGLE_REFUSED', () => (provider.answers = { body: { access_token: 'without id_token' } })],
      ['GOOGLE_UNAVAILABLE', () => (provider.answers = { statusCode: 503, body: '' })],
      ['ID_TOKEN_INVALID', () => (provider.person = aGooglePerson({ aud: 'another application' }))],
      ['EMAIL_NOT_VERIFIED', () => (provider.person = aGooglePerson({ email_verified: false }))],
      ['ACCOUNT_EXISTS', () => (provider.person = aGooglePerson({ email: planted.email, hd: 'example.com' }))],
    ];
    for (const [reason, prepare] of cases) {
      provider.reset();
      prepare();
      expect(Object.fromEntries(await new Browser(api).signIn())).toEqual({ error: reason });
    }
  });

  it('does not wait for ever for Google', async () => {
    const browser = new Browser(api);
    const callback = await browser.toGoogle();
    provider.hangs = true;
    expect((await browser.openCallback(callback)).get('error')).toBe('GOOGLE_UNAVAILABLE');
  });

  it('brings the verifier of its own challenge: Google refuses a stolen code', async () => {
    const callback = new URL(await new Browser(api).toGoogle());
    const token = (verifier?: string) =>
      fetch(`${provider.url}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: callback.searchParams.get('code') ?? '',
          ...(verifier !== undefined && { code_verifier: verifier }),
        }),
      });
    expect((await token()).status).toBe(400);
    expect((await token(createHash('sha256').update('guess').digest('base64url'))).status).toBe(400);
  });
});

describe('the code', () => {
  it('works once, in its browser, for 60 seconds', async () => {
    const [browser, other] = [new Browser(api), new Browser(api)];
    await other.toGoogle();
    const code = (await browser.signIn()).get('code');
    for (const thief of [other, new Browser(api)]) {
      expect(refusal(await thief.exchange(code))).toEqual([401, 'EXCHANGE_CODE_INVALID']);
    }
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.exchange(code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
    const late = (await browser.signIn()).get('code');
    await stack
      .schema('auth-service')
      .query(`UPDATE exchange_codes SET expires_at = expires_at - interval '60 seconds'`);
    expect(refusal(await browser.exchange(late))).toEqual([401, 'EXCHANGE_CODE_INVALID']);
    expect(refusal(await browser.exchange(null))).toEqual([400, 'VALIDATION_FAILED']);
  });
});

describe('the redirect', () => {
  it('is an allowed place, and keeps its query', async () => {
    const second = await stack.startSecond('api-gateway', { REDIRECT_URLS: `${ELSEWHERE}, ${api.url}/` });
    const there = new Browser(new Api(`http://127.0.0.1:${second.env.PORT}`));
    expect(
      await there.open(`http://127.0.0.1:${second.env.PORT}/v1/auth/google?redirect=https://evil.example/`),
    ).toEqual({
      status: 400,
      location: '',
      reason: 'REDIRECT_NOT_ALLOWED',
    });
    await there.signIn(`?redirect=${encodeURIComponent(`${ELSEWHERE}?tab=2&code=planted`)}`);
    expect(there.visited.at(-1)).toMatch(/^https:\/\/app\.example\.com\/signed-in\?tab=2&code=[\w-]{43}$/);
    await there.signIn();
    expect(there.visited.at(-1)).toMatch(/^https:\/\/app\.example\.com\/signed-in\?code=/);
    await second.stop();
  });
});

describe('linking', () => {
  it('adds Google to the account that asked, in the browser that asked', async () => {
    const { id, api: me } = await aPerson(api);
    const browser = new Browser(api);
    const { status, body } = await browser.post('/v1/auth/google/link', {}, me);
    expect(status).toBe(200);
    const callback = (await browser.open(body.url as string)).location;
    expect(await new Browser(api).open(callback)).toMatchObject({ status: 403, reason: 'OAUTH_STATE_INVALID' });
    expect((await browser.openCallback(callback)).get('code')).not.toBeNull();
    expect((await aGoogleUser()).userId).toBe(id);

    const thief = await aPerson(api);
    const taken = await browser.post('/v1/auth/google/link', {}, thief.api);
    expect((await browser.openCallback((await browser.open(taken.body.url as string)).location)).get('error')).toBe(
      'IDENTITY_TAKEN',
    );
  });

  it('like a first password, needs a sign-in under 10 minutes old', async () => {
    const user = await aGoogleUser();
    const bad = await user.browser.post('/v1/auth/google/link', { redirect: 'https://evil.example/' }, user.api);
    expect(refusal(bad)).toEqual([400, 'REDIRECT_NOT_ALLOWED']);
    await stack
      .schema('auth-service')
      .query(`UPDATE sessions SET authenticated_at = authenticated_at - interval '601 seconds' WHERE user_id = $1`, [
        user.userId,
      ]);
    const refreshed = await api.post('/v1/auth/refresh', { refreshToken: user.refreshToken });
    const old = api.as(refreshed.body.accessToken as string);
    expect(refusal(await old.post('/v1/auth/google/link', {}))).toEqual([403, 'RECENT_SIGN_IN_REQUIRED']);
    expect(refusal(await old.put('/v1/auth/password', { newPassword: PASSWORD }))).toEqual([
      403,
      'RECENT_SIGN_IN_REQUIRED',
    ]);
  });
});

describe('an identity', () => {
  it('can be dropped where another way in is left', async () => {
    const { api: me } = await aGoogleUser();
    const [identity] = (await me.get('/v1/auth/identities')).body.identities as { id: string }[];
    const path = `/v1/auth/identities/${identity?.id}`;
    expect(refusal(await me.delete(path))).toEqual([409, 'LAST_SIGN_IN_METHOD']);
    const stranger = await aPerson(api);
    expect(refusal(await stranger.api.delete(path))).toEqual([404, 'IDENTITY_NOT_FOUND']);
    expect((await me.put('/v1/auth/password', { newPassword: PASSWORD })).status).toBe(204);
    expect((await me.delete(path)).status).toBe(204);
    expect((await me.get('/v1/auth/identities')).body).toEqual({ identities: [] });
  });
});

describe('a gateway', () => {
  it('on https has a cookie that no other host can set', async () => {
    const second = await stack.startSecond('api-gateway', {
      PUBLIC_URL: 'https://chat.example.com/',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    const url = `http://127.0.0.1:${second.env.PORT}`;
    const browser = new Browser(new Api(url));
    const { location } = await browser.open(`${url}/v1/auth/google`, { 'x-forwarded-host': 'chat.example.com' });
    expect(new URL(location).searchParams.get('redirect_uri')).toBe('https://chat.example.com/v1/auth/google/callback');
    expect(browser.setCookie).toMatch(
      /^__Host-messenger-browser=[\w-]{43}; Max-Age=660; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    await second.stop();
  });

  it('without credentials has no such sign-in, and with half of them does not start', async () => {
    const second = await stack.startSecond('api-gateway', { GOOGLE_CLIENT_ID: '', GOOGLE_CLIENT_SECRET: '' });
    const url = `http://127.0.0.1:${second.env.PORT}`;
    const disabled = { status: 404, reason: 'GOOGLE_SIGN_IN_DISABLED' };
    expect(await new Browser(new Api(url)).open(`${url}/v1/auth/google`)).toMatchObject(disabled);
    const { api: me, accessToken } = await aPerson(api);
    expect(refusal(await new Api(url).as(accessToken).post('/v1/auth/google/link'))).toEqual([404, disabled.reason]);
    expect((await me.get('/v1/auth/identities')).status).toBe(200);
    await second.stop();
    await expect(stack.startSecond('api-gateway', { GOOGLE_CLIENT_SECRET: '' })).rejects.toThrow();
  });
});
