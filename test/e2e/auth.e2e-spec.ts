import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { anEmail, anotherDeviceOf, aPerson, PASSWORD, refusal, type Person } from '../support/people.js';
import { eventuallyAnswered } from '../support/eventually-answered.js';

const api = new Api(inject('gatewayUrl'));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

describe('register', () => {
  it('answers with tokens of the documented shape', async () => {
    const answer = await api.post('/v1/auth/register', { email: anEmail(), password: PASSWORD });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body as object).sort()).toEqual([
      'accessToken',
      'expiresIn',
      'refreshToken',
      'tokenType',
      'userId',
    ]);
    expect(answer.body).toMatchObject({ tokenType: 'Bearer', expiresIn: 900, userId: expect.stringMatching(UUID) });
    const claims = claimsOf(answer.body.accessToken as string);
    expect(claims).toMatchObject({ sub: answer.body.userId, iss: 'messenger', aud: 'messenger' });
    expect(Object.keys(claims).sort()).toEqual(['aud', 'auth_time', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(900);
    expect(Buffer.from(answer.body.refreshToken as string, 'base64url')).toHaveLength(32);
  });

  it('has made the profile before it answers', async () => {
    const person = await aPerson(api);
    const profile = await person.api.get('/v1/users/me');
    expect(profile.status).toBe(200);
    expect(profile.body).toMatchObject({ id: person.id, about: null, avatarUrl: null });
  });

  it('refuses an address that has an account, whatever the case', async () => {
    const { email } = await aPerson(api);
    const answer = await api.post('/v1/auth/register', { email: email.toUpperCase(), password: PASSWORD });
    expect(refusal(answer)).toEqual([409, 'EMAIL_TAKEN']);
  });

  it.each([
    ['a short password', { password: '1234567' }, 'password'],
    ['a long password', { password: 'x'.repeat(129) }, 'password'],
    ['a common password', { password: 'Password123' }, 'password'],
    ['a password with NUL', { password: 'abc\0defghij' }, 'password'],
    ['a password that is no text', { password: 12345678 }, 'password'],
    ['no password', { password: undefined }, 'password'],
    ['an address without domain', { email: 'ada' }, 'email'],
    ['an address that is no text', { email: ['ada@example.com'] }, 'email'],
    ['an address with NUL', { email: 'a\0da@example.com' }, 'email'],
    ['an address of 300 characters', { email: `${'a'.repeat(290)}@example.com` }, 'email'],
    ['an unknown field', { admin: true }, 'admin'],
  ])('refuses %s and names the field', async (_what, change, field) => {
    const answer = await api.post('/v1/auth/register', { email: anEmail(), password: PASSWORD, ...change });
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect((answer.body.errors as { field: string }[]).map((error) => error.field)).toContain(field);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('takes passwords of any characters, counted as people count', async () => {
    for (const password of ['пароль-из-слов', '🦊'.repeat(8), ' '.repeat(7) + 'x', '🦊'.repeat(128)]) {
      const email = anEmail();
      await aPerson(api, { email, password });
      expect((await api.post('/v1/auth/login', { email, password })).status).toBe(200);
    }
  });
});

describe('log in', () => {
  it('begins another session, whatever the case of the address', async () => {
    const person = await aPerson(api);
    const answer = await api.post('/v1/auth/login', { email: person.email.toUpperCase(), password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body.userId).toBe(person.id);
    expect(claimsOf(answer.body.accessToken as string).sid).not.toBe(claimsOf(person.accessToken).sid);
  });

  it.each([
    ['in capitals', (email: string) => email.toUpperCase()],
    ['with an invisible character', (email: string) => email.replace('@', '\u200b@')],
    ['in full-width letters', (email: string) => email.replace('e', '\uff45')],
    ['with a line break', (email: string) => `${email}\r\n`],
  ])('is the account of the same address %s, which nobody registers again', async (_what, spelled) => {
    const { email, id } = await aPerson(api);
    const login = await api.post('/v1/auth/login', { email: spelled(email), password: PASSWORD });
    expect([login.status, login.body.userId]).toEqual([200, id]);
    expect(refusal(await api.post('/v1/auth/register', { email: spelled(email), password: PASSWORD }))).toEqual([
      409,
      'EMAIL_TAKEN',
    ]);
  });

  it('gives the same answer for a wrong password and for an unknown address', async () => {
    const { email } = await aPerson(api);
    const wrong = await api.post('/v1/auth/login', { email, password: 'not the password' });
    const unknown = await api.post('/v1/auth/login', { email: anEmail(), password: PASSWORD });
    expect(refusal(wrong)).toEqual([401, 'INVALID_CREDENTIALS']);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });
});

describe('refresh', () => {
  let person: Person;
  beforeAll(async () => {
    person = await aPerson(api);
  });

  it('replaces the token, answers the one just replaced with the same successor, and revokes on reuse', async () => {
    const first = await api.post('/v1/auth/refresh', { refreshToken: person.refreshToken });
    expect(first.status).toBe(200);
    const again = await api.post('/v1/auth/refresh', { refreshToken: person.refreshToken });
    expect(again.body.refreshToken).toBe(first.body.refreshToken);
    const second = await api.post('/v1/auth/refresh', { refreshToken: first.body.refreshToken });
    expect(second.status).toBe(200);
    expect(second.body.refreshToken).not.toBe(first.body.refreshToken);

    const third = await api.post('/v1/auth/refresh', { refreshToken: second.body.refreshToken });
    expect(third.status).toBe(200);

    const reused = await api.post('/v1/auth/refresh', { refreshToken: person.refreshToken });
    expect(refusal(reused)).toEqual([401, 'REFRESH_TOKEN_REUSED']);
    const current = await api.post('/v1/auth/refresh', { refreshToken: third.body.refreshToken });
    expect(refusal(current)).toEqual([401, 'REFRESH_TOKEN_INVALID']);
    await eventuallyAnswered(401, () => person.api.get('/v1/users/me'));
  });

  it('refuses a token that is none', async () => {
    expect(refusal(await api.post('/v1/auth/refresh', { refreshToken: 'nonsense' }))).toEqual([
      401,
      'REFRESH_TOKEN_INVALID',
    ]);
    expect(refusal(await api.post('/v1/auth/refresh', {}))).toEqual([400, 'VALIDATION_FAILED']);
  });
});

describe('sessions', () => {
  it('are listed with their devices, the current one marked', async () => {
    const phone = await aPerson(api);
    const laptop = await anotherDeviceOf(api, phone);
    const { status, body } = await laptop.api.get('/v1/auth/sessions');
    expect(status).toBe(200);
    expect(body.sessions).toHaveLength(2);
    const current = (body.sessions as { current: boolean }[]).filter((session) => session.current);
    expect(current).toEqual([
      {
        id: claimsOf(laptop.accessToken).sid,
        userAgent: expect.any(String),
        ip: '127.0.0.1',
        createdAt: expect.stringMatching(/Z$/),
        lastUsedAt: expect.stringMatching(/Z$/),
        current: true,
      },
    ]);
  });

  it('end at once when they are revoked, and are then gone', async () => {
    const phone = await aPerson(api);
    const laptop = await anotherDeviceOf(api, phone);
    const sid = String(claimsOf(phone.accessToken).sid);
    expect((await laptop.api.delete(`/v1/auth/sessions/${sid}`)).status).toBe(204);
    expect(refusal(await phone.api.get('/v1/users/me'))).toEqual([401, 'SESSION_REVOKED']);
    const refreshed = await api.post('/v1/auth/refresh', { refreshToken: phone.refreshToken });
    expect(refusal(refreshed)).toEqual([401, 'REFRESH_TOKEN_INVALID']);
    expect(refusal(await laptop.api.delete(`/v1/auth/sessions/${sid}`))).toEqual([404, 'SESSION_NOT_FOUND']);
  });

  it('of somebody else do not exist for the caller', async () => {
    const [owner, stranger] = [await aPerson(api), await aPerson(api)];
    const sid = String(claimsOf(owner.accessToken).sid);
    expect(refusal(await stranger.api.delete(`/v1/auth/sessions/${sid}`))).toEqual([404, 'SESSION_NOT_FOUND']);
    expect((await owner.api.get('/v1/users/me')).status).toBe(200);
  });

  it('end by logging out', async () => {
    const person = await aPerson(api);
    expect((await person.api.post('/v1/auth/logout')).status).toBe(204);
    expect((await person.api.get('/v1/users/me')).status).toBe(401);
    const refreshed = await api.post('/v1/auth/refresh', { refreshToken: person.refreshToken });
    expect(refusal(refreshed)).toEqual([401, 'REFRESH_TOKEN_INVALID']);
  });

  it('accept a content type without content, as many clients send it', async () => {
    const person = await aPerson(api);
    const answer = await person.api.request('POST', '/v1/auth/logout', undefined, {
      'content-type': 'application/json',
    });
    expect(answer.status).toBe(204);
  });
});

describe('change the password', () => {
  it('ends the other sessions and not this one', async () => {
    const phone = await aPerson(api);
    const laptop = await anotherDeviceOf(api, phone);
    const newPassword = 'a quite different battery';
    const change = { currentPassword: PASSWORD, newPassword };
    expect((await laptop.api.put('/v1/auth/password', change)).status).toBe(204);
    expect((await laptop.api.get('/v1/users/me')).status).toBe(200);
    await eventuallyAnswered(401, () => phone.api.get('/v1/users/me'));
    expect((await api.post('/v1/auth/login', { email: phone.email, password: newPassword })).status).toBe(200);
    const old = await api.post('/v1/auth/login', { email: phone.email, password: PASSWORD });
    expect(refusal(old)).toEqual([401, 'INVALID_CREDENTIALS']);
  });

  it('needs the current one', async () => {
    const person = await aPerson(api);
    const wrong = { currentPassword: 'not the password', newPassword: 'a quite different battery' };
    expect(refusal(await person.api.put('/v1/auth/password', wrong))).toEqual([401, 'INVALID_CREDENTIALS']);
    const missing = await person.api.put('/v1/auth/password', { newPassword: 'a quite different battery' });
    expect(refusal(missing)).toEqual([400, 'VALIDATION_FAILED']);
  });
});

describe('the signing keys', () => {
  it('are public: the active one, which signs, and the next', async () => {
    const { status, body } = await api.get('/.well-known/jwks.json');
    expect(status).toBe(200);
    // And for 20 minutes those before, where another spec has rotated them.
    expect(body.keys.length).toBeGreaterThanOrEqual(2);
    const person = await aPerson(api);
    const header = JSON.parse(Buffer.from(person.accessToken.split('.')[0] ?? '', 'base64url').toString()) as object;
    expect(header).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: body.keys[0].kid });
    expect(Object.keys(body.keys[0] as object).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });
});
