import { eventually } from '@messenger/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { eventuallyAnswered } from '../../support/eventually-answered.js';
import { Logs } from '../../support/logs.js';
import type { Schema } from '../../support/schema.js';
import type { TestStack } from '../../support/test-stack.js';
import type { Answer } from '../../support/api.js';
import { Mailbox } from '../../support/mailbox.js';
import { aChat, anotherDeviceOf, aPerson, PASSWORD, type Person } from '../../support/people.js';
import { it } from '../../support/stack-test.js';

/** Makes the secrets of this run, each of them unique, and remembers them: none may turn up in a log. */
class SecretCanary {
  readonly values: string[] = [PASSWORD];

  next(kind: string): string {
    const value = `canary-${kind}-${randomUUID()}`;
    this.values.push(value);
    return value;
  }

  email(): string {
    return `${this.next('mail')}@example.com`;
  }

  tokensOf({ body }: Answer): { accessToken: string; refreshToken: string } {
    const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string };
    this.watch({ accessToken, refreshToken });
    return { accessToken, refreshToken };
  }

  /** The parts of a JWT, too: its header is the same in all of them, and no secret. */
  watch({ accessToken, refreshToken }: { accessToken: string; refreshToken: string }): void {
    this.values.push(refreshToken, ...accessToken.split('.').slice(1));
  }
}

describe('the logs of apps and servers, and the traces', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('hold no password, e-mail, token or message text, whatever goes wrong', async ({ stack, traces }) => {
    const spans = traces.record();
    const canary = new SecretCanary();
    await accounts(stack, canary);
    await cookies(stack, canary);
    await mails(stack, canary);
    await conversation(stack, canary);
    await brokenDatabase(stack, canary);
    const requestId = randomUUID();
    await stack.api.request('GET', '/nothing-here', undefined, { 'x-request-id': requestId });
    await eventually(() => expect(new Logs(stack.logFolder).all().get('api-gateway.log')).toContain(requestId));
    // Each app sends its last spans a second later.
    await eventually(() => expect(JSON.stringify(spans)).toContain(requestId));

    const logs = new Logs(stack.logFolder).all();
    expect([...logs.keys()]).toEqual(expect.arrayContaining(['auth-service.log', 'postgres.log', 'rabbitmq.log']));
    logs.set('traces', JSON.stringify(spans).toLowerCase());
    const found = [...logs].flatMap(([file, text]) =>
      canary.values.filter((value) => text.includes(value.toLowerCase())).map((value) => `${value} in ${file}`),
    );
    expect(found).toEqual([]);
  });
});

/** The refresh token of a browser, also where it is refused. */
async function cookies({ api }: TestStack, canary: SecretCanary): Promise<void> {
  const ask = { 'x-refresh-token': 'cookie' };
  const post = (path: string, body?: object, headers = {}): Promise<Answer> =>
    api.request('POST', `/v1/auth/${path}`, body, { ...ask, ...headers });
  const registered = await post('register', { email: canary.email(), password: canary.next('password') });
  const [cookie = ''] = registered.headers.getSetCookie()[0]?.split(';') ?? [];
  const refreshToken = cookie.split('=')[1] ?? '';
  canary.watch({ accessToken: registered.body.accessToken as string, refreshToken });
  const unknown = `messenger-refresh=${randomBytes(32).toString('base64url')}`;
  canary.values.push(unknown);
  const answers = await Promise.all([
    post('refresh/cookie', undefined, { cookie, origin: 'https://evil.example' }),
    post('refresh/cookie', undefined, { cookie: unknown }),
    post('refresh/cookie', undefined, { cookie }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 401, 200]);
}

async function accounts({ api }: TestStack, canary: SecretCanary): Promise<void> {
  const [email, password] = [canary.email(), canary.next('password')];
  const statuses = async (...answers: Promise<Answer>[]) => (await Promise.all(answers)).map(({ status }) => status);
  const raced = await statuses(...Array.from({ length: 6 }, () => api.post('/v1/auth/register', { email, password })));
  expect(raced.sort()).toEqual([201, 409, 409, 409, 409, 409]);
  const refused = await statuses(
    api.post('/v1/auth/register', { email: canary.next('no-mail'), password: canary.next('password') }),
    api.post('/v1/auth/register', { email: canary.email(), password: canary.next('long').repeat(4) }),
    api.post('/v1/auth/register', { email: canary.email(), password: [canary.next('password')] }),
    api.post('/v1/auth/register', { email: canary.email(), password: PASSWORD, [canary.next('field')]: 1 }),
    api.post('/v1/auth/register', `{"email": "${canary.email()}", "password": "${canary.next('broken')}`),
    api.post('/v1/auth/register', `{"email": ${canary.email()}}`),
  );
  expect(refused).toEqual(Array(6).fill(400));

  const signedIn = await api.post('/v1/auth/login', { email: email.toUpperCase(), password });
  const { accessToken, refreshToken } = canary.tokensOf(signedIn);
  const refreshed = canary.tokensOf(await api.post('/v1/auth/refresh', { refreshToken }));
  const successor = canary.tokensOf(await api.post('/v1/auth/refresh', { refreshToken: refreshed.refreshToken }));
  const last = canary.tokensOf(await api.post('/v1/auth/refresh', { refreshToken: successor.refreshToken }));
  const me = api.as(last.accessToken);
  expect(
    await statuses(
      api.post('/v1/auth/login', { email, password: canary.next('wrong') }),
      api.post('/v1/auth/login', { email: canary.email(), password: canary.next('unknown') }),
      api.post('/v1/auth/refresh', { refreshToken: canary.next('refresh') }),
      api.as(canary.next('bearer')).get('/v1/users/me'),
      api.as(`${accessToken.slice(0, -4)}AAAA`).get('/v1/users/me'),
      api.get(`/v1/users/me?access_token=${canary.next('query')}`),
      me.put('/v1/auth/password', { currentPassword: canary.next('wrong'), newPassword: canary.next('new') }),
    ),
  ).toEqual(Array(7).fill(401));
  const changed = me.put('/v1/auth/password', { currentPassword: password, newPassword: canary.next('new') });
  expect(await statuses(changed, me.get(`/v1/users?query=${canary.next('query').slice(0, 30)}`))).toEqual([204, 200]);
  // Too old by now: the session is revoked.
  expect(await statuses(api.post('/v1/auth/refresh', { refreshToken }))).toEqual([401]);
}

/** Links that are used, used again, and asked for on behalf of nobody. */
async function mails({ api, mailFolder }: TestStack, canary: SecretCanary): Promise<void> {
  const mailbox = new Mailbox(mailFolder);
  const person = await aPerson(api, { email: canary.email() });
  canary.watch(person);
  const asked = [person.email, person.email, canary.email()].map((email) =>
    api.post('/v1/auth/password-reset', { email }),
  );
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([202, 202, 202]);
  const verification = await mailbox.token(person.email, 'verify-email');
  const reset = await mailbox.token(person.email, 'reset-password');
  canary.values.push(verification, reset);
  const newPassword = canary.next('new');
  const answers = [
    await person.api.post('/v1/auth/email-verification'),
    await person.api.post('/v1/auth/email-verification/confirm', { token: canary.next('token') }),
    await person.api.post('/v1/auth/email-verification/confirm', { token: [canary.next('token')] }),
    await person.api.post('/v1/auth/email-verification/confirm', { token: verification }),
    await api.post('/v1/auth/password-reset', { email: canary.next('no-mail') }),
    await api.post('/v1/auth/password-reset/confirm', { token: canary.next('token'), newPassword }),
    await api.post('/v1/auth/password-reset/confirm', { token: reset, newPassword }),
    await api.post('/v1/auth/password-reset/confirm', { token: reset, newPassword }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([429, 400, 400, 204, 400, 400, 204, 400]);
}

async function conversation({ api }: TestStack, canary: SecretCanary): Promise<void> {
  const { ada, grace, chatId } = await aChat(api);
  [ada, grace].forEach((person) => {
    canary.watch(person);
    canary.values.push(person.email);
  });
  const messages = `/v1/chats/${chatId}/messages`;
  const clientMessageId = randomUUID();
  const sent = await ada.api.post(messages, { text: canary.next('text'), clientMessageId });
  const { id } = sent.body as { id: string };
  const answers = [
    sent,
    await ada.api.patch(`${messages}/${id}`, { text: canary.next('edit') }),
    await ada.api.post(messages, { text: canary.next('other'), clientMessageId }),
    await ada.api.post(messages, { text: canary.next('long').repeat(150) }),
    await ada.api.post(messages, { text: `${canary.next('nul')}\0` }),
    await ada.api.post(messages, { text: { nested: canary.next('object') } }),
    await ada.api.post(`/v1/chats/${randomUUID()}/messages`, { text: canary.next('nowhere') }),
    await grace.api.get(messages),
    await grace.api.delete(`/v1/friends/${ada.id}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 409, 400, 400, 400, 404, 200, 204]);
  await eventuallyAnswered(403, () => ada.api.post(messages, { text: canary.next('stranger') }));
  const device = await anotherDeviceOf(api, ada);
  canary.watch(device);
  expect((await device.api.get('/v1/auth/sessions')).status).toBe(200);
  expect((await device.api.post('/v1/auth/logout')).status).toBe(204);
}

/** Statements so slow that PostgreSQL logs them, and others during which it ends. */
async function brokenDatabase(stack: TestStack, canary: SecretCanary): Promise<void> {
  const { api } = stack;
  const { ada, chatId } = await aChat(api);
  const [auth, chat] = [stack.schema('auth-service'), stack.schema('chat-service')];
  const sent = (await message(ada, chatId, canary)).body as { id: string };
  const [email, password, text] = [canary.email(), canary.next('password'), canary.next('slow')];
  const [twin, row] = await Promise.all([auth.begin(), chat.begin()]);
  await twin.query('INSERT INTO accounts (id, email) VALUES (gen_random_uuid(), $1)', [email]);
  await row.query('SELECT FROM messages WHERE id = $1 FOR UPDATE', [sent.id]);
  const slow = [
    api.post('/v1/auth/register', { email, password }),
    ada.api.patch(`/v1/chats/${chatId}/messages/${sent.id}`, { text }),
  ];
  await Promise.all([auth, chat].map((schema) => schema.somebodyWaits(1_100)));
  await Promise.all([twin, row].map((transaction) => transaction.rollback()));
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([201, 200]);

  await Promise.all([lockTable(auth, 'accounts'), lockTable(chat, 'messages')]);
  const cut = [registration(stack, canary), message(ada, chatId, canary)];
  await Promise.all([auth, chat].map((schema) => schema.somebodyWaits()));
  await stack.postgres.stop();
  const late = [registration(stack, canary), message(ada, chatId, canary)];
  // Where PostgreSQL ends the lock's session first, what waited for it is done.
  for (const { status } of await Promise.all(cut)) expect([201, 503]).toContain(status);
  expect((await Promise.all(late)).map(({ status }) => status)).toEqual([503, 503]);
  await stack.postgres.start();
  await eventually(async () => canary.watch(await aPerson(api)));
}

async function lockTable(schema: Schema, table: string): Promise<void> {
  const lock = await schema.begin();
  await lock.query(`LOCK TABLE ${table} IN SHARE MODE`);
}

function registration({ api }: TestStack, canary: SecretCanary): Promise<Answer> {
  return api.post('/v1/auth/register', { email: canary.email(), password: canary.next('password') });
}

function message({ api }: Person, chatId: string, canary: SecretCanary): Promise<Answer> {
  return api.post(`/v1/chats/${chatId}/messages`, { text: canary.next('text') });
}
