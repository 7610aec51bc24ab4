import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { untilStatus } from '../../support/until.js';
import { eventually } from '../../support/eventually.js';
import { Logs } from '../../support/logs.js';
import type { Schema } from '../../support/schema.js';
import type { World } from '../../support/world.js';
import type { Answer } from '../../support/api.js';
import { Mailbox } from '../../support/mailbox.js';
import { aChat, anotherDeviceOf, aPerson, PASSWORD, type Person } from '../../support/people.js';

/** Secrets that a run has used: none may turn up in a log. */
class Canaries {
  readonly values: string[] = [PASSWORD];

  sing(kind: string): string {
    const value = `canary-${kind}-${randomUUID()}`;
    this.values.push(value);
    return value;
  }

  email(): string {
    return `${this.sing('mail')}@example.com`;
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

export function canaries(given: () => World): void {
  it('no password, e-mail, token or message text gets into a log, whatever goes wrong', async () => {
    const world = given();
    const secrets = new Canaries();
    await accounts(world, secrets);
    await mails(world, secrets);
    await conversation(world, secrets);
    await brokenDatabase(world, secrets);
    const requestId = randomUUID();
    await world.api.request('GET', '/nothing-here', undefined, { 'x-request-id': requestId });
    await eventually(() => expect(new Logs(world.logFolder).all().get('api-gateway.log')).toContain(requestId));

    const logs = new Logs(world.logFolder).all();
    expect([...logs.keys()]).toEqual(expect.arrayContaining(['auth-service.log', 'postgres.log', 'rabbitmq.log']));
    const found = [...logs].flatMap(([file, text]) =>
      secrets.values.filter((value) => text.includes(value.toLowerCase())).map((value) => `${value} in ${file}`),
    );
    expect(found).toEqual([]);
  });
}

async function accounts({ api }: World, secrets: Canaries): Promise<void> {
  const [email, password] = [secrets.email(), secrets.sing('password')];
  const statuses = async (...answers: Promise<Answer>[]) => (await Promise.all(answers)).map(({ status }) => status);
  const raced = await statuses(...Array.from({ length: 6 }, () => api.post('/v1/auth/register', { email, password })));
  expect(raced.sort()).toEqual([201, 409, 409, 409, 409, 409]);
  const refused = await statuses(
    api.post('/v1/auth/register', { email: secrets.sing('no-mail'), password: secrets.sing('password') }),
    api.post('/v1/auth/register', { email: secrets.email(), password: secrets.sing('long').repeat(4) }),
    api.post('/v1/auth/register', { email: secrets.email(), password: [secrets.sing('password')] }),
    api.post('/v1/auth/register', { email: secrets.email(), password: PASSWORD, [secrets.sing('field')]: 1 }),
    api.post('/v1/auth/register', `{"email": "${secrets.email()}", "password": "${secrets.sing('broken')}`),
    api.post('/v1/auth/register', `{"email": ${secrets.email()}}`),
  );
  expect(refused).toEqual(Array(6).fill(400));

  const signedIn = await api.post('/v1/auth/login', { email: email.toUpperCase(), password });
  const { accessToken, refreshToken } = secrets.tokensOf(signedIn);
  const refreshed = secrets.tokensOf(await api.post('/v1/auth/refresh', { refreshToken }));
  const successor = secrets.tokensOf(await api.post('/v1/auth/refresh', { refreshToken: refreshed.refreshToken }));
  const me = api.as(successor.accessToken);
  expect(
    await statuses(
      api.post('/v1/auth/login', { email, password: secrets.sing('wrong') }),
      api.post('/v1/auth/login', { email: secrets.email(), password: secrets.sing('unknown') }),
      api.post('/v1/auth/refresh', { refreshToken: secrets.sing('refresh') }),
      api.as(secrets.sing('bearer')).get('/v1/users/me'),
      api.as(`${accessToken.slice(0, -4)}AAAA`).get('/v1/users/me'),
      api.get(`/v1/users/me?access_token=${secrets.sing('query')}`),
      me.put('/v1/auth/password', { currentPassword: secrets.sing('wrong'), newPassword: secrets.sing('new') }),
    ),
  ).toEqual(Array(7).fill(401));
  const changed = me.put('/v1/auth/password', { currentPassword: password, newPassword: secrets.sing('new') });
  expect(await statuses(changed, me.get(`/v1/users?query=${secrets.sing('query').slice(0, 30)}`))).toEqual([204, 200]);
  // Too old by now: the session is revoked.
  expect(await statuses(api.post('/v1/auth/refresh', { refreshToken }))).toEqual([401]);
}

/** Links that are used, used again, and asked for on behalf of nobody. */
async function mails({ api, mailFolder }: World, secrets: Canaries): Promise<void> {
  const mailbox = new Mailbox(mailFolder);
  const person = await aPerson(api, { email: secrets.email() });
  secrets.watch(person);
  const asked = [person.email, person.email, secrets.email()].map((email) =>
    api.post('/v1/auth/password-reset', { email }),
  );
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([202, 202, 202]);
  const verification = await mailbox.token(person.email, 'verify-email');
  const reset = await mailbox.token(person.email, 'reset-password');
  secrets.values.push(verification, reset);
  const newPassword = secrets.sing('new');
  const answers = [
    await person.api.post('/v1/auth/email-verification'),
    await person.api.post('/v1/auth/email-verification/confirm', { token: secrets.sing('token') }),
    await person.api.post('/v1/auth/email-verification/confirm', { token: [secrets.sing('token')] }),
    await person.api.post('/v1/auth/email-verification/confirm', { token: verification }),
    await api.post('/v1/auth/password-reset', { email: secrets.sing('no-mail') }),
    await api.post('/v1/auth/password-reset/confirm', { token: secrets.sing('token'), newPassword }),
    await api.post('/v1/auth/password-reset/confirm', { token: reset, newPassword }),
    await api.post('/v1/auth/password-reset/confirm', { token: reset, newPassword }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([429, 400, 400, 204, 400, 400, 204, 400]);
}

async function conversation({ api }: World, secrets: Canaries): Promise<void> {
  const { ada, grace, chatId } = await aChat(api);
  [ada, grace].forEach((person) => {
    secrets.watch(person);
    secrets.values.push(person.email);
  });
  const messages = `/v1/chats/${chatId}/messages`;
  const clientMessageId = randomUUID();
  const sent = await ada.api.post(messages, { text: secrets.sing('text'), clientMessageId });
  const { id } = sent.body as { id: string };
  const answers = [
    sent,
    await ada.api.patch(`${messages}/${id}`, { text: secrets.sing('edit') }),
    await ada.api.post(messages, { text: secrets.sing('other'), clientMessageId }),
    await ada.api.post(messages, { text: secrets.sing('long').repeat(150) }),
    await ada.api.post(messages, { text: `${secrets.sing('nul')}\0` }),
    await ada.api.post(messages, { text: { nested: secrets.sing('object') } }),
    await ada.api.post(`/v1/chats/${randomUUID()}/messages`, { text: secrets.sing('nowhere') }),
    await grace.api.get(messages),
    await grace.api.delete(`/v1/friends/${ada.id}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 409, 400, 400, 400, 404, 200, 204]);
  await untilStatus(403, () => ada.api.post(messages, { text: secrets.sing('stranger') }));
  const device = await anotherDeviceOf(api, ada);
  secrets.watch(device);
  expect((await device.api.get('/v1/auth/sessions')).status).toBe(200);
  expect((await device.api.post('/v1/auth/logout')).status).toBe(204);
}

/** Statements so slow that PostgreSQL logs them, and others during which it ends. */
async function brokenDatabase(world: World, secrets: Canaries): Promise<void> {
  const { api, stack } = world;
  const { ada, chatId } = await aChat(api);
  const [auth, chat] = [world.schema('auth-service'), world.schema('chat-service')];
  const sent = (await message(ada, chatId, secrets)).body as { id: string };
  const [email, password, text] = [secrets.email(), secrets.sing('password'), secrets.sing('slow')];
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
  const cut = [registration(world, secrets), message(ada, chatId, secrets)];
  await Promise.all([auth, chat].map((schema) => schema.somebodyWaits()));
  await stack.postgres!.stop();
  const late = [registration(world, secrets), message(ada, chatId, secrets)];
  // Where PostgreSQL ends the lock's session first, what waited for it is done.
  for (const { status } of await Promise.all(cut)) expect([201, 503]).toContain(status);
  expect((await Promise.all(late)).map(({ status }) => status)).toEqual([503, 503]);
  await stack.postgres!.start();
  await eventually(async () => secrets.watch(await aPerson(api)));
}

async function lockTable(schema: Schema, table: string): Promise<void> {
  const lock = await schema.begin();
  await lock.query(`LOCK TABLE ${table} IN SHARE MODE`);
}

function registration({ api }: World, secrets: Canaries): Promise<Answer> {
  return api.post('/v1/auth/register', { email: secrets.email(), password: secrets.sing('password') });
}

function message({ api }: Person, chatId: string, secrets: Canaries): Promise<Answer> {
  return api.post(`/v1/chats/${chatId}/messages`, { text: secrets.sing('text') });
}
