import { eventually, type ExportedSpan } from '@messenger/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect } from 'vitest';
import { LiveDevice } from '../../support/live-device.js';
import { Logs } from '../../support/logs.js';
import { aChat, aPerson, makeFriends, type Person } from '../../support/people.js';
import { it } from '../../support/stack-test.js';
import type { TestStack } from '../../support/test-stack.js';
import { below, hopsOf, named, pathTo, traceOf } from '../../support/traces.js';

const POST = 'POST /v1/chats/:chatId/messages';
const SENDERS = 20;

describe('the trace of a message', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it("goes from the request to the frame on the peer's socket, each hop below the one before", async ({
    stack,
    traces,
  }) => {
    const { ada, grace, chatId } = await aChat(stack.api);
    await stack.everythingPublished();
    const device = await LiveDevice.live(stack.api.url, grace.accessToken);
    // Each has the message; the device is on one of them.
    const [, ...otherGateways] = stack.instancesOf('api-gateway');
    const spans = traces.record();
    const requestId = await post(ada, chatId);
    await device.receives(1);
    await eventually(() =>
      expect(hopsOf(traceOf(spans, requestId))).toEqual([
        `api-gateway server ${POST}`,
        '  api-gateway internal send messages',
        '    api-gateway client messenger.chat.v1.ChatService/SendMessages',
        '      chat-service server messenger.chat.v1.ChatService/SendMessages',
        '  chat-service internal send message',
        '    chat-service internal write messages',
        '      chat-service client COMMIT',
        '      chat-service client INSERT messages',
        '      chat-service client INSERT outbox',
        '      chat-service client SELECT',
        '      chat-service client SELECT chats',
        '      chat-service client SELECT daily_usage',
        '    chat-service producer publish messenger.feed',
        ...otherGateways.map(() => '      api-gateway consumer process messenger.feed'),
        '      api-gateway consumer process messenger.feed',
        '        api-gateway producer send frame',
      ]),
    );
    const [root] = traceOf(spans, requestId);
    const lines = new Logs(stack.logFolder).linesOf('api-gateway', requestId);
    const { traceId, spanId } = root!;
    expect(lines).toContainEqual(expect.objectContaining({ traceId, spanId }));
  });

  it('begins with a frame where it comes over a socket', async ({ stack, traces }) => {
    const { ada, grace, chatId } = await aChat(stack.api);
    await stack.everythingPublished();
    const [device, peer] = await Promise.all(
      [ada, grace].map((one) => LiveDevice.live(stack.api.url, one.accessToken)),
    );
    const spans = traces.record();
    await device!.sendMessage(chatId, 'Hello');
    await peer!.receives(1);
    const path = ['receive send frame', ...HOPS_OF_AN_EVENT];
    await eventually(() => {
      expect(named(spans, 'send frame').map((frame) => pathTo(frame, spans))).toEqual([path, path]);
    });
  });

  it(`is whole for each of ${SENDERS} that are sent together, and linked with what all share`, async ({
    stack,
    traces,
  }) => {
    const ada = await aPerson(stack.api);
    const friends = await Promise.all(Array.from({ length: SENDERS }, () => aFriendOf(stack, ada)));
    await stack.everythingPublished();
    const device = await LiveDevice.live(stack.api.url, ada.accessToken);
    const spans = traces.record();
    const requestIds = await Promise.all(friends.map(({ friend, chatId }) => post(friend, chatId)));
    await device.receives(SENDERS);
    await eventually(() => {
      for (const requestId of requestIds) {
        const trace = traceOf(spans, requestId);
        const paths = named(trace, 'send frame').map((frame) => pathTo(frame, trace));
        expect(paths).toEqual([[POST, ...HOPS_OF_AN_EVENT]]);
        expectBatch(spans, 'send messages', named(trace, POST)[0]!);
        expectBatch(spans, 'write messages', named(trace, 'send message')[0]!);
      }
    });
    expect(named(spans, 'send messages').length).toBeLessThan(SENDERS);
  });
});

describe('a request that brings a traceparent', () => {
  it('is in the trace of its client, in every service', async ({ stack, traces }) => {
    const ada = await aPerson(stack.api);
    const spans = traces.record();
    const [traceId, spanId] = [randomUUID().replaceAll('-', ''), 'c'.repeat(16)];
    // Not sampled by the client: that is not its decision.
    await ada.api.request('GET', '/v1/users/me', undefined, { traceparent: `00-${traceId}-${spanId}-00` });
    await eventually(() => {
      const trace = spans.filter((span) => span.traceId === traceId);
      expect(new Set(trace.map(({ app }) => app))).toEqual(new Set(['api-gateway', 'user-service']));
      expect(trace.filter(({ parentSpanId }) => parentSpanId === spanId).map(({ kind }) => kind)).toEqual(['server']);
    });
  });
});

describe('the trace of an event with a durable consumer', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('goes on with the delivery to an instance after the one that died', async ({ stack, traces }) => {
    const chats = stack.schema('chat-service');
    const spans = traces.record();
    const gate = await chats.begin();
    await gate.query('LOCK TABLE friendships IN SHARE MODE');
    const requestId = await acceptFriendRequest(stack);
    await chats.somebodyWaits();
    await stack.apps['chat-service'].kill('SIGKILL');
    await gate.rollback();
    await stack.apps['chat-service'].start();
    await eventually(() => {
      const [delivery] = named(traceOf(spans, requestId), 'process chat-service.events');
      expect(delivery).toMatchObject({
        attributes: { 'messenger.redelivered': true, 'messenger.event.outcome': 'handled' },
      });
      expect(pathTo(delivery!, spans)).toEqual(CONSUMER_PATH);
      expect(below(delivery!, spans).map(({ name }) => name)).toEqual(
        expect.arrayContaining(['INSERT inbox', 'INSERT friendships', 'COMMIT']),
      );
    });
  });

  it('has each attempt of its handler, and why one failed', async ({ stack, traces }) => {
    const owner = new pg.Client({ connectionString: stack.ownerUrl('chat-service') });
    await owner.connect();
    const spans = traces.record();
    await owner.query('ALTER TABLE friendships ADD CONSTRAINT test_refused CHECK (false) NOT VALID');
    const requestId = await acceptFriendRequest(stack);
    const attempts = () => named(traceOf(spans, requestId), 'process chat-service.events');
    await eventually(() => expect(attempts()).toHaveLength(1));
    await owner.query('ALTER TABLE friendships DROP CONSTRAINT test_refused');
    await owner.end();
    await eventually(() => expect(attempts()).toHaveLength(2));
    expect(attempts().map(({ attributes, failed }) => [attributes['messenger.event.outcome'], failed])).toEqual([
      ['retried', true],
      ['handled', false],
    ]);
    expect(attempts().map((attempt) => pathTo(attempt, spans))).toEqual([CONSUMER_PATH, CONSUMER_PATH]);
    expect(below(attempts()[0]!, spans).find(({ failed }) => failed)).toMatchObject({
      attributes: { 'error.type': '23514' },
    });
  });
});

describe('the spans of a refusal', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it.for([
    ['/v1/users', 'USER_NOT_FOUND', 404],
    ['/v1/chats', 'CHAT_NOT_FOUND', 404],
  ] as const)('name its reason: %s', async ([path, reason, status], { stack, traces }) => {
    const ada = await aPerson(stack.api);
    const spans = traces.record();
    const requestId = `refused-${randomUUID()}`;
    await ada.api.request('GET', `${path}/${randomUUID()}`, undefined, { 'x-request-id': requestId });
    await eventually(() => {
      const refusals = traceOf(spans, requestId).filter(({ attributes }) => attributes['error.type'] === reason);
      expect(refusals.map(({ kind, failed }) => [kind, failed])).toEqual(
        expect.arrayContaining([
          ['server', false],
          ['client', true],
          ['server', false],
        ]),
      );
      expect(refusals[0]!.attributes).toMatchObject({ 'http.response.status_code': status });
    });
  });
});

/** After the request: the item of a batch, and what becomes of its event. */
const HOPS_OF_AN_EVENT = ['send message', 'publish messenger.feed', 'process messenger.feed', 'send frame'];

const CONSUMER_PATH = [
  'POST /v1/friend-requests/:friendRequestId/accept',
  'messenger.subscriber.v1.SubscriberService/AcceptFriendRequest',
  'messenger.subscriber.v1.SubscriberService/AcceptFriendRequest',
  'publish messenger.events',
  'process chat-service.events',
];

async function post({ api }: Person, chatId: string): Promise<string> {
  const requestId = `traced-${randomUUID()}`;
  const path = `/v1/chats/${chatId}/messages`;
  const answer = await api.request('POST', path, { text: 'Hello' }, { 'x-request-id': requestId });
  expect(answer.status).toBe(201);
  return requestId;
}

async function aFriendOf({ api }: TestStack, person: Person): Promise<{ friend: Person; chatId: string }> {
  const friend = await aPerson(api);
  await makeFriends(friend, person);
  const opened = await friend.api.post('/v1/chats/direct', { userId: person.id });
  return { friend, chatId: opened.body.id as string };
}

async function acceptFriendRequest({ api }: TestStack): Promise<string> {
  const [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
  const asked = await ada.api.post('/v1/friend-requests', { userId: grace.id });
  const requestId = `accepted-${randomUUID()}`;
  const path = `/v1/friend-requests/${asked.body.id}/accept`;
  await grace.api.request('POST', path, undefined, { 'x-request-id': requestId });
  return requestId;
}

/** The item is the parent of one batch, or each is linked to the other. */
function expectBatch(spans: ExportedSpan[], name: string, item: ExportedSpan): void {
  const batches = named(spans, name).filter(
    ({ parentSpanId, links }) => parentSpanId === item.spanId || links.some(({ spanId }) => spanId === item.spanId),
  );
  expect(batches).toHaveLength(1);
  const [batch] = batches;
  if (batch!.parentSpanId !== item.spanId)
    expect(item.links).toContainEqual(expect.objectContaining({ spanId: batch!.spanId }));
}
