import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DURABLE_SUBSCRIPTIONS, type DurableConsumer } from '@messenger/events';
import { queuesOf } from '@messenger/rabbitmq';
import { SERVICE_NAMES, type ServiceName } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import { connect } from 'amqplib';
import { describe, expect } from 'vitest';
import { LiveDevice } from '../support/live-device.js';
import { aChat, anEmail, aPerson, PASSWORD, send, type Person } from '../support/people.js';
import { it } from '../support/stack-test.js';
import type { TestStack } from '../support/test-stack.js';

/** In whatever the person who leaves can write; other tests on the stack have canaries, too. */
const CANARY = `canary${randomUUID().slice(0, 6)}`;
const ERASERS = ['user-service', 'subscriber-service', 'chat-service'] as const;

describe('the erasure of an account', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('reaches every service, though each and the broker are killed on the way, and leaves no word and no name', async ({
    stack,
  }) => {
    const email = anEmail(CANARY);
    const { ada, grace, chatId } = await aChat(stack.api, { email });
    const nickname = await write(ada, chatId);
    await send(grace, chatId, 'I stay');
    await reportEachOther(ada, grace, chatId);
    await makeExport(ada);
    const { body: before } = await grace.api.get('/v1/events');
    const device = await LiveDevice.live(stack.api.url, grace.accessToken);
    const own = await LiveDevice.live(stack.api.url, ada.accessToken);

    expect((await ada.api.request('DELETE', '/v1/users/me', { password: PASSWORD })).status).toBe(202);
    await eventually(() => expect(own.closed?.code).toBe(4401));
    expect((await ada.api.get('/v1/users/me')).status).toBe(401);
    for (const app of ERASERS) await stack.apps[app].kill('SIGKILL');
    await stack.rabbitmq.kill();
    await endGracePeriod(stack, ada);
    await eventually(async () => expect(await stack.schema('auth-service').rowsMentioning(email)).toEqual([]));
    await stack.apps['auth-service'].kill('SIGKILL');
    await stack.rabbitmq.start();
    await Promise.all([...ERASERS, 'auth-service' as const].map((app) => stack.apps[app].start()));
    await eventually(async () => expect(await stack.schema('auth-service').rowsMentioning(ada.id)).toEqual([]), 60_000);

    await stack.everythingPublished();
    expect(await tablesMentioning(stack, CANARY, nickname)).toEqual({});
    expect(await tablesMentioning(stack, ada.id)).toEqual({
      'user-service': ['erased_users'],
      'subscriber-service': ['erased_users', 'outbox'],
      'chat-service': ['chats', 'erased_users', 'messages'],
    });
    expect((await queuedMessages(stack)).filter((text) => text.includes(ada.id) || text.includes(CANARY))).toEqual([]);
    expect(logsOf(stack)).not.toContain(CANARY);

    const { body: history } = await grace.api.get(`/v1/chats/${chatId}/messages`);
    expect(history.messages).toMatchObject([{ text: null }, { text: null }, { text: null }, { text: 'I stay' }]);
    const { body: chat } = await grace.api.get(`/v1/chats/${chatId}`);
    expect(chat).toMatchObject({ peer: { id: ada.id, nickname: null, avatarUrl: null }, unreadCount: 0, lastSeq: 4 });
    expect((await grace.api.get('/v1/friends')).body.friends).toEqual([]);
    const told = ['chat.message_deleted.v1', 'chat.message_deleted.v1', 'subscriber.friendship_ended.v1'];
    const { body: missed } = await grace.api.get(`/v1/events?cursor=${before.nextCursor}&limit=100`);
    expect(typesOf(missed.events as { type: string }[])).toEqual(told);
    await eventually(() => expect(device.types.toSorted()).toEqual(told));

    const again = await aPerson(stack.api, { email });
    expect((await again.api.patch('/v1/users/me', { nickname })).status).toBe(200);
    expect((await again.api.get('/v1/chats')).body.chats).toEqual([]);
  });
});

/** A nickname, an about, messages that stay, are edited and are deleted. Resolves with the nickname. */
async function write({ api }: Person, chatId: string): Promise<string> {
  const nickname = `${CANARY}_${Date.now()}`;
  const profile = await api.patch('/v1/users/me', { nickname, about: `a ${CANARY} in a mine` });
  expect(profile.status).toBe(200);
  const sent = [];
  for (const text of [`first ${CANARY}`, `second ${CANARY}`, `third ${CANARY}`]) {
    sent.push((await api.post(`/v1/chats/${chatId}/messages`, { text })).body.id as string);
  }
  await api.patch(`/v1/chats/${chatId}/messages/${sent[1]}`, { text: `edited ${CANARY}` });
  await api.delete(`/v1/chats/${chatId}/messages/${sent[2]}`);
  return nickname;
}

/** With what was written, and in their own words. */
async function reportEachOther(ada: Person, grace: Person, chatId: string): Promise<void> {
  const { body } = await grace.api.get(`/v1/chats/${chatId}/messages?afterSeq=0&limit=1`);
  const message = { chatId, messageId: body.messages[0].id as string, withContext: true };
  const about = await grace.api.post('/v1/reports', { ...message, userId: ada.id, text: `a report of ${CANARY}` });
  const by = await ada.api.post('/v1/reports', { userId: grace.id, text: `a report by ${CANARY}` });
  expect([about.status, by.status]).toEqual([201, 201]);
}

async function makeExport({ api }: Person): Promise<void> {
  const { body } = await api.post('/v1/exports');
  await eventually(async () => expect((await api.get(`/v1/exports/${body.id}`)).body.state).toBe('ready'));
}

function typesOf(events: { type: string }[]): string[] {
  return events.map(({ type }) => type).sort();
}

/** As if seven days had passed. */
async function endGracePeriod(stack: TestStack, { id }: Person): Promise<void> {
  const ended = await stack
    .schema('auth-service')
    .query(`UPDATE account_deletions SET erase_at = now() WHERE user_id = $1 AND erase_at > now() RETURNING 1`, [id]);
  expect(ended).toHaveLength(1);
}

/** By service, the tables that hold one of the words; services that hold none are left out. */
async function tablesMentioning(stack: TestStack, ...words: string[]): Promise<Partial<Record<ServiceName, string[]>>> {
  const found: Partial<Record<ServiceName, string[]>> = {};
  for (const app of SERVICE_NAMES) {
    const rows = await stack.schema(app).rowsMentioning(...words);
    if (rows.length > 0) found[app] = [...new Set(rows.map((row) => row.split(':')[0]!))];
  }
  return found;
}

/** In every durable queue, those for retries and dead letters included: other tests may have left some. */
async function queuedMessages({ amqpUrl }: TestStack): Promise<string[]> {
  const connection = await connect(amqpUrl);
  try {
    const channel = await connection.createChannel();
    const queues = (Object.keys(DURABLE_SUBSCRIPTIONS) as DurableConsumer[]).flatMap((service) =>
      Object.values(queuesOf(service) as unknown as Record<string, string>),
    );
    const texts = [];
    for (const queue of queues) {
      for (let message; (message = await channel.get(queue)) !== false;) texts.push(message.content.toString());
    }
    return texts;
  } finally {
    // They go back to their queues.
    await connection.close();
  }
}

/** What every app has logged, on the level `debug`. */
function logsOf({ logFolder }: TestStack): string {
  return readdirSync(logFolder)
    .map((file) => readFileSync(join(logFolder, file), 'utf8'))
    .join('\n');
}
