import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BrowserSession } from './browser-session.js';
import { SignedOutError } from './errors.js';
import { MessengerClient } from './messenger-client.js';
import type { Tokens } from './session.js';

const ADA = 'ada';
/** Of each test another one, so that they share no tabs. */
let url: string;
let tests = 0;
/** What the API answers to the refreshes, one after the other. */
let answers: (() => Response)[];
let refreshes: Request[];
let tabs: BrowserSession[];

beforeEach(() => {
  url = `http://messenger-${++tests}.example`;
  answers = [];
  refreshes = [];
  tabs = [];
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.url.endsWith('/v1/auth/logout')) return Promise.resolve(new Response(null, { status: 204 }));
    refreshes.push(request);
    return Promise.resolve(answers.shift()?.() ?? Response.json(tokens(`token ${refreshes.length}`)));
  });
});
afterEach(() => {
  for (const tab of tabs) tab.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const tokens = (accessToken: string, userId = ADA): Tokens => ({
  ...{ accessToken, userId, refreshToken: null, tokenType: 'Bearer', expiresIn: 900 },
});

function aTab(start?: Tokens, userId?: string): BrowserSession {
  const tab = new BrowserSession(url, start, userId);
  tabs.push(tab);
  return tab;
}

const refused = (reason: string) => () => Response.json({ reason, status: 401, detail: '' }, { status: 401 });

it('refreshes at its first call, by the cookie and with the header that asks for it', async () => {
  expect(await aTab(undefined, ADA).accessToken()).toBe('token 1');
  const [request] = refreshes;
  expect([request?.url, request?.headers.get('x-refresh-token'), await request?.text()]).toEqual([
    `${url}/v1/auth/refresh/cookie`,
    'cookie',
    '',
  ]);
});

it('hands its token to the other tabs', async () => {
  const [one, other] = [aTab(), aTab()];
  await one.accessToken();
  await vi.waitFor(() => expect(other.tokens?.accessToken).toBe('token 1'));
  expect(await other.accessToken()).toBe('token 1');
  expect(refreshes).toHaveLength(1);
});

it('keeps the younger token', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const one = aTab(tokens('old'));
  vi.advanceTimersByTime(1_000);
  const other = aTab(tokens('young'));
  await vi.waitFor(() => expect(one.tokens?.accessToken).toBe('young'));
  expect(other.tokens?.accessToken).toBe('young');
});

it('ends with the log-out of another tab', async () => {
  const signedOut = vi.fn();
  const here = MessengerClient.restore({ url, cookie: true, onSignedOut: signedOut }, tokens('a'));
  const other = aTab(tokens('a'));
  await here.logOut();
  await vi.waitFor(() => expect(other.ended.aborted).toBe(true));
  await expect(other.accessToken()).rejects.toThrow(SignedOutError);
  expect(signedOut).toHaveBeenCalledExactlyOnceWith(new SignedOutError('LOGGED_OUT'));
});

it('ends in every tab where the API refuses the cookie', async () => {
  answers = [refused('REFRESH_TOKEN_REUSED')];
  const [one, other] = [aTab(tokens('a')), aTab(tokens('a'))];
  await expect(one.refresh()).rejects.toThrow('REFRESH_TOKEN_REUSED');
  await vi.waitFor(() => expect(other.ended.aborted).toBe(true));
});

it('lives on where the API does not answer', async () => {
  answers = [() => new Response(null, { status: 503 })];
  const tab = aTab(undefined, ADA);
  await expect(tab.accessToken()).rejects.toMatchObject({ status: 503 });
  expect(await tab.accessToken()).toBe('token 2');
});

it('ends where somebody else signs in, here or in another tab', async () => {
  const ada = aTab(tokens('a'));
  const adaResumed = aTab(undefined, ADA);
  answers = [() => Response.json(tokens('g', 'grace'))];
  await expect(adaResumed.accessToken()).rejects.toThrow('ANOTHER_USER_SIGNED_IN');
  await vi.waitFor(() => expect(ada.ended.aborted).toBe(true));
  const alan = aTab(tokens('a', 'alan'));
  aTab(tokens('g', 'grace'));
  await vi.waitFor(() => expect(alan.ended.aborted).toBe(true));
});

it('ends for nobody else with the log-out', async () => {
  const grace = aTab(undefined, 'grace');
  const ada = aTab(undefined, ADA);
  ada.signOut('LOGGED_OUT');
  aTab(tokens('g', 'grace'));
  await vi.waitFor(() => expect(grace.tokens?.accessToken).toBe('g'));
  expect(grace.ended.aborted).toBe(false);
});

it('is of nobody where there is no cookie, without a request', async () => {
  vi.stubGlobal('document', { cookie: 'theme=dark' });
  expect(await MessengerClient.resume({ url })).toBeUndefined();
  expect(refreshes).toEqual([]);
});

it('is resumed by the cookie, or is over', async () => {
  vi.stubGlobal('document', { cookie: 'theme=dark; messenger-signed-in=1' });
  answers = [refused('REFRESH_TOKEN_INVALID'), () => Response.json(tokens('a'))];
  expect(await MessengerClient.resume({ url })).toBeUndefined();
  const client = await MessengerClient.resume({ url });
  expect([client?.userId, client?.tokens.accessToken]).toEqual([ADA, 'a']);
  await client?.logOut();
});
