import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Api, type Answer } from '../support/api.js';
import { anEmail, anotherDeviceOf, PASSWORD, refusal } from '../support/people.js';

const url = inject('gatewayUrl');
const { host } = new URL(url);
const api = new Api(url);
const ASK = { 'x-refresh-token': 'cookie' };
const REFRESH_TOKEN = /^messenger-refresh=([\w-]{43}); Max-Age=1209600; Path=\/; HttpOnly; SameSite=Strict$/;
const MARKER = 'messenger-signed-in=1; Max-Age=1209600; Path=/; SameSite=Strict';
const ENDED = [
  'messenger-refresh=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
  'messenger-signed-in=; Max-Age=0; Path=/; SameSite=Strict',
];

let email: string;
let registered: Answer;
let cookie: string;

async function register(): Promise<void> {
  email = anEmail();
  registered = await post('/v1/auth/register', { email, password: PASSWORD });
  cookie = cookieOf(registered);
}

beforeAll(register);

const post = (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  api.request('POST', path, body, { ...ASK, ...headers });

const refresh = (headers: Record<string, string> = {}): Promise<Answer> =>
  post('/v1/auth/refresh/cookie', undefined, { cookie, ...headers });

function cookieOf({ headers }: Answer): string {
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Without Expires, which says the same as Max-Age. */
const cookiesSetBy = ({ headers }: Answer): string[] =>
  headers.getSetCookie().map((line) => line.replace(/; Expires=[^;]+/, ''));

describe('a client that asks for the cookie', () => {
  it.each(['register', 'login'])('gets the refresh token there, and not in the answer: %s', async (route) => {
    const answer = route === 'login' ? await post('/v1/auth/login', { email, password: PASSWORD }) : registered;
    expect(answer.body).toMatchObject({ refreshToken: null, tokenType: 'Bearer', expiresIn: 900 });
    const [refreshToken, marker, ...more] = cookiesSetBy(answer);
    expect([refreshToken, marker, more]).toEqual([expect.stringMatching(REFRESH_TOKEN), MARKER, []]);
    expect(JSON.stringify(answer.body)).not.toContain(cookieOf(answer).split('=')[1]);
  });

  it('refreshes by it, with a new one in the answer', async () => {
    const answer = await refresh();
    expect([answer.status, answer.body.refreshToken, answer.body.userId]).toEqual([200, null, registered.body.userId]);
    expect(cookiesSetBy(answer)[0]).toMatch(REFRESH_TOKEN);
    expect(cookieOf(answer)).not.toBe(cookie);
    expect((await api.as(answer.body.accessToken as string).get('/v1/users/me')).status).toBe(200);
  });

  it.each(['json', 'Cookie', ''])('is told the value of the header, where it sends %j', async (value) => {
    const answer = await post('/v1/auth/login', { email, password: PASSWORD }, { 'x-refresh-token': value });
    expect([answer.status, answer.body.errors?.[0].field, cookiesSetBy(answer)]).toEqual([400, 'x-refresh-token', []]);
  });

  it.each([
    ['none', ''],
    ['an empty one', 'messenger-refresh='],
    ['garbage', 'messenger-refresh=../../etc/passwd'],
    ['an unknown one', `messenger-refresh=${'A'.repeat(43)}`],
    ['one by another name', `refresh=${'A'.repeat(43)}`],
  ])('is refused with a cookie that is %s', async (_what, value) => {
    const answer = await post('/v1/auth/refresh/cookie', undefined, { cookie: value });
    expect(refusal(answer)).toEqual([401, 'REFRESH_TOKEN_INVALID']);
  });
});

describe('a client that does not ask for the cookie', () => {
  it('sees none, and its token is in the answer', async () => {
    const answer = await api.post('/v1/auth/login', { email, password: PASSWORD });
    expect([answer.body.refreshToken, cookiesSetBy(answer)]).toEqual([expect.stringMatching(/^[\w-]{43}$/), []]);
  });

  it.each(['refresh', 'refresh/cookie'])('refreshes by no cookie: %s', async (route) => {
    const answer = await api.request('POST', `/v1/auth/${route}`, undefined, { cookie });
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect((await refresh()).status).toBe(200);
  });
});

describe('the session', () => {
  beforeEach(register);

  const sessionIs = async (answer: Promise<Answer>): Promise<unknown[]> => {
    const { status, body, headers } = await answer;
    return [status, body?.reason, cookiesSetBy({ status, body, headers })];
  };

  it('outlives a lost answer, and concurrent refreshes make one lineage', async () => {
    const answers = await Promise.all([refresh(), refresh(), refresh()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(cookieOf)).size).toBe(1);
    expect((await refresh()).status).toBe(200);
  });

  it('is revoked where a token comes again that is older than the one just replaced', async () => {
    let last = cookie;
    for (let times = 0; times < 3; times++) last = cookieOf(await refresh({ cookie: last }));
    expect(await sessionIs(refresh())).toEqual([401, 'REFRESH_TOKEN_REUSED', ENDED]);
    expect(await sessionIs(refresh({ cookie: last }))).toEqual([401, 'REFRESH_TOKEN_INVALID', ENDED]);
  });

  it('ends with the log-out, which clears the cookie', async () => {
    const authorization = `Bearer ${registered.body.accessToken}`;
    expect(await sessionIs(post('/v1/auth/logout', undefined, { authorization, cookie }))).toEqual([
      204,
      undefined,
      ENDED,
    ]);
    expect(await sessionIs(refresh())).toEqual([401, 'REFRESH_TOKEN_INVALID', ENDED]);
  });

  it.each([
    ['another device revokes it', async (other: Api, id: string) => other.delete(`/v1/auth/sessions/${id}`)],
    [
      'another device changes the password',
      async (other: Api) => other.put('/v1/auth/password', { currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` }),
    ],
  ])('ends where %s', async (_what, end) => {
    const { sessions } = (await api.as(registered.body.accessToken as string).get('/v1/auth/sessions')).body;
    const other = await anotherDeviceOf(api, { email } as Parameters<typeof anotherDeviceOf>[1]);
    expect((await end(other.api, sessions[0].id as string)).status).toBe(204);
    expect(await sessionIs(refresh())).toEqual([401, 'REFRESH_TOKEN_INVALID', ENDED]);
  });
});

describe('a page', () => {
  beforeAll(register);

  it.each([
    ['of the own host', { origin: url, 'sec-fetch-site': 'same-origin' }],
    ['of the own host, in an old browser', { origin: url }],
    ['of the own host, by another name', { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }],
  ])('%s refreshes', async (_whose, headers) => {
    const answer = await refresh(headers);
    expect(answer.status).toBe(200);
    cookie = cookieOf(answer);
  });

  it.each<[string, Record<string, string>]>([
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['of another site, in an old browser', { origin: 'https://evil.example' }],
    ['of another port', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['without an origin of its own', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['in a sandbox', { origin: 'null' }],
    ['that hides its origin', { 'sec-fetch-site': 'cross-site' }],
    ['of the same site that hides its origin', { 'sec-fetch-site': 'same-site' }],
    ['typed in as an address', { 'sec-fetch-site': 'none' }],
    ['whose host begins with ours', { origin: `http://${host}.evil.example` }],
    ['whose host ends with ours', { origin: `http://evil-${host}` }],
    ['with our host as its user', { origin: `http://${host}@evil.example` }],
    ['with our host as its path', { origin: `http://evil.example/${host}` }],
    ['of another scheme', { origin: `file://${host}` }],
    ['of two origins', { origin: `${url}, https://evil.example` }],
    ['that forwards its host', { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
    ['that claims to be of our origin', { origin: url, 'sec-fetch-site': 'cross-site', 'x-forwarded-host': host }],
  ])('%s cannot refresh, and gets no token', async (_whose, headers) => {
    const answer = await refresh(headers);
    expect([...refusal(answer), cookiesSetBy(answer)]).toEqual([403, 'ORIGIN_NOT_ALLOWED', []]);
    expect(answer.body).not.toHaveProperty('accessToken');
  });

  it.each(['login', 'register'])('of another site signs nobody in: %s', async (route) => {
    const body = { email: route === 'login' ? email : anEmail(), password: PASSWORD };
    const answer = await post(`/v1/auth/${route}`, body, { origin: 'https://evil.example' });
    expect([...refusal(answer), cookiesSetBy(answer)]).toEqual([403, 'ORIGIN_NOT_ALLOWED', []]);
  });

  it('of another origin gets no answer to its preflight', async () => {
    const { headers } = await api.request('OPTIONS', '/v1/auth/refresh/cookie', undefined, {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-refresh-token',
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
