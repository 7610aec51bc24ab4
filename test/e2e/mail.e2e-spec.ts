import { describe, expect, inject, it } from 'vitest';
import { Api, type Answer } from '../support/api.js';
import { Mailbox } from '../support/mailbox.js';
import { anEmail, anotherDeviceOf, aPerson, PASSWORD, refusal } from '../support/people.js';
import { eventuallyAnswered } from '../support/eventually-answered.js';

const api = new Api(inject('gatewayUrl'));
const mailbox = new Mailbox(inject('mailFolder'));
const NEW_PASSWORD = 'a quite different battery';
const INVALID = [400, 'EMAIL_TOKEN_INVALID'];

const confirmEmail = (as: Api, token: string): Promise<Answer> =>
  as.post('/v1/auth/email-verification/confirm', { token });
const askForReset = (email: string): Promise<Answer> => api.post('/v1/auth/password-reset', { email });
const confirmReset = (token: string, newPassword = NEW_PASSWORD): Promise<Answer> =>
  api.post('/v1/auth/password-reset/confirm', { token, newPassword });

describe('the verification of an address', () => {
  it('begins with the mail that registering sends; its link leads to the web client and works once', async () => {
    const person = await aPerson(api);
    expect(await mailbox.link(person.email, 'verify-email')).toMatch(
      new RegExp(`^${api.url}/#verify-email=[\\w-]{43}$`),
    );
    const token = await mailbox.token(person.email, 'verify-email');
    expect((await confirmEmail(person.api, token)).status).toBe(204);
    expect(refusal(await confirmEmail(person.api, token))).toEqual(INVALID);
    const again = await person.api.post('/v1/auth/email-verification');
    expect([again.status, again.body]).toEqual([202, null]);
    expect(await mailbox.to(person.email)).toHaveLength(1);
  });

  it('says when to ask again who has had a mail within a minute', async () => {
    const person = await aPerson(api);
    const answer = await person.api.post('/v1/auth/email-verification');
    expect(refusal(answer)).toEqual([429, 'RATE_LIMITED']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50);
  });

  it('needs somebody who is signed in, and a token', async () => {
    expect(refusal(await api.post('/v1/auth/email-verification'))).toEqual([401, 'UNAUTHENTICATED']);
    expect(refusal(await confirmEmail(api, 'token'))).toEqual([401, 'UNAUTHENTICATED']);
    const person = await aPerson(api);
    expect(refusal(await confirmEmail(person.api, ''))).toEqual([400, 'VALIDATION_FAILED']);
    expect(refusal(await confirmEmail(person.api, 'nonsense'))).toEqual(INVALID);
  });
});

describe('a squatter, who has registered with the address of another,', () => {
  it('is left with nothing once the owner has opened his mails', async () => {
    const squatter = await aPerson(api);
    const phone = await anotherDeviceOf(api, squatter);
    const { email } = squatter;
    const planted = await mailbox.token(email, 'verify-email');

    // The owner opens the link of the mail that came unasked: signed out, and with an account of his own.
    expect((await confirmEmail(api, planted)).status).toBe(401);
    const owner = await aPerson(api);
    expect(refusal(await confirmEmail(owner.api, planted))).toEqual(INVALID);

    await askForReset(email);
    expect((await confirmReset(await mailbox.token(email, 'reset-password'))).status).toBe(204);
    for (const device of [squatter, phone]) {
      const refreshed = await api.post('/v1/auth/refresh', { refreshToken: device.refreshToken });
      expect(refusal(refreshed)).toEqual([401, 'REFRESH_TOKEN_INVALID']);
      await eventuallyAnswered(401, () => device.api.get('/v1/users/me'));
    }
    const old = await api.post('/v1/auth/login', { email, password: PASSWORD });
    expect(refusal(old)).toEqual([401, 'INVALID_CREDENTIALS']);
    const { body } = await api.post('/v1/auth/login', { email, password: NEW_PASSWORD });
    const owners = api.as(body.accessToken as string);
    expect(refusal(await confirmEmail(owners, planted))).toEqual(INVALID);
    // Resetting has proved the address: there is nothing left to send.
    expect((await owners.post('/v1/auth/email-verification')).status).toBe(202);
    expect(await mailbox.to(email)).toHaveLength(2);
  });

  it('cannot use a reset that was asked for before the owner had the password changed', async () => {
    const person = await aPerson(api);
    await askForReset(person.email);
    const token = await mailbox.token(person.email, 'reset-password');
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await person.api.put('/v1/auth/password', change)).status).toBe(204);
    expect(refusal(await confirmReset(token, PASSWORD))).toEqual(INVALID);
  });
});

describe('a password reset', () => {
  it('works once, with a password that may be one', async () => {
    const { email } = await aPerson(api);
    expect((await askForReset(email.toUpperCase())).status).toBe(202);
    expect(await mailbox.link(email, 'reset-password')).toMatch(new RegExp(`^${api.url}/#reset-password=[\\w-]{43}$`));
    const token = await mailbox.token(email, 'reset-password');
    expect(refusal(await confirmReset(token, 'password'))).toEqual([400, 'VALIDATION_FAILED']);
    expect((await confirmReset(token)).status).toBe(204);
    expect(refusal(await confirmReset(token))).toEqual(INVALID);
    expect((await api.post('/v1/auth/login', { email, password: NEW_PASSWORD })).status).toBe(200);
  });

  it('is answered alike, and as fast, with and without an account, and also where no mail is sent again', async () => {
    const people = await Promise.all(Array.from({ length: 25 }, () => aPerson(api)));
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const answers: Answer[] = [];
    const ask = async (email: string): Promise<number> => {
      const start = performance.now();
      answers.push(await askForReset(email));
      return performance.now() - start;
    };
    for (const { email } of people) {
      times.known.push(await ask(email));
      times.unknown.push(await ask(anEmail()));
    }
    answers.push(await askForReset(people[0]?.email ?? ''));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body })))).toEqual(
      new Set([JSON.stringify({ status: 202, body: null })]),
    );
    const [known, unknown] = [median(times.known), median(times.unknown)];
    expect(Math.max(known, unknown) / Math.min(known, unknown), `${known} and ${unknown} ms`).toBeLessThan(1.6);
  });
});

describe('wrong passwords', () => {
  it('have to wait after twenty, at the log-in and at the change of the password', async () => {
    const person = await aPerson(api);
    const wrong = { email: person.email, password: 'not the password' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.post('/v1/auth/login', wrong)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const blocked = await api.post('/v1/auth/login', { email: person.email, password: PASSWORD });
    expect(refusal(blocked)).toEqual([429, 'RATE_LIMITED']);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(800);
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect(refusal(await person.api.put('/v1/auth/password', change))).toEqual([429, 'RATE_LIMITED']);
    expect((await person.api.get('/v1/users/me')).status).toBe(200);
    await anotherDeviceOf(api, await aPerson(api));
  });
});

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
