import { hasDurableConsumer } from '@messenger/events';
import { eventually } from '@messenger/testing';
import { APP_NAMES } from '@messenger/stack';
import { afterAll, describe, expect, onTestFinished } from 'vitest';
import { aChat, anEmail, aPerson, makeFriends, PASSWORD, refusal, send, type Person } from '../support/people.js';
import { EventTap, withoutRepeats } from '../support/event-tap.js';
import type { TestStack } from '../support/test-stack.js';
import { it } from '../support/stack-test.js';

const APPS_WITH_CONSUMERS = ['auth-service', 'subscriber-service'] as const;

/** One outage for all of these tests; the last one ends it. */
describe('while RabbitMQ is down', () => {
  let stack: TestStack;
  let tap: EventTap;
  let ada: Person;
  let grace: Person;
  let oldChat: { ada: Person; grace: Person; chatId: string };
  let cursorBefore: string;
  let newcomerId: string;
  const headsBefore = new Map<string, number>();

  it.beforeAll(async ({ stack: shared }) => {
    stack = shared;
    await stack.restore();
    [ada, grace] = await Promise.all([aPerson(stack.api), aPerson(stack.api)]);
    oldChat = await aChat(stack.api);
    cursorBefore = ((await oldChat.grace.api.get('/v1/events')).body as { nextCursor: string }).nextCursor;
    await stack.everythingPublished();
    for (const app of APPS_WITH_CONSUMERS) headsBefore.set(app, await stack.schema(app).head());
    tap = await EventTap.onEvents(stack.amqpUrl, '#');
    await stack.rabbitmq.stop();
  });

  afterAll(async () => {
    await stack.restore();
    await tap.close();
  });

  it('every app stays ready', async () => {
    for (const app of APP_NAMES) expect(await stack.readiness(app), app).toBe(200);
  });

  it('people register, become friends, open a chat and write', async () => {
    await makeFriends(ada, grace);
    const opened = await ada.api.post('/v1/chats/direct', { userId: grace.id });
    expect(opened.status).toBe(201);
    for (const text of ['one', 'two', 'three']) await send(ada, (opened.body as { id: string }).id, text);
    await send(oldChat.ada, oldChat.chatId, 'still here');
  });

  it('people register while user-service is down, too, and it starts without the broker', async () => {
    await stack.apps['user-service'].kill();
    const registered = await stack.api.post('/v1/auth/register', { email: anEmail(), password: PASSWORD });
    expect(registered.status).toBe(201);
    newcomerId = (registered.body as { userId: string }).userId;
    await stack.apps['user-service'].start();
    expect(await profilesOf(newcomerId)).toBe(0);
  });

  it('sending answers 503 where subscriber-service does not answer either: a friendship may have ended', async () => {
    const { 'subscriber-service': subscribers } = stack.apps;
    await subscribers.kill('SIGSTOP');
    onTestFinished(() => subscribers.kill('SIGCONT'));
    const refused = await oldChat.ada.api.post(`/v1/chats/${oldChat.chatId}/messages`, { text: 'hello?' });
    expect(refusal(refused)).toEqual([503, 'UNAVAILABLE']);
    await subscribers.kill('SIGCONT');
    await eventually(() => send(oldChat.ada, oldChat.chatId, 'hello again'));
  });

  it('a device that reads the log misses nothing', async () => {
    const { body } = await oldChat.grace.api.get(`/v1/events?cursor=${cursorBefore}`);
    const { events } = body as { events: { data: { text: string } }[] };
    expect(events.map(({ data }) => data.text)).toEqual(['still here', 'hello again']);
  });

  it('every event is delivered once the broker is back, each with one effect', async () => {
    await stack.rabbitmq.start();
    await stack.everythingPublished();
    await eventually(async () => expect(await profilesOf(newcomerId)).toBe(1));
    await eventually(async () => expect(await friendshipsOf(ada.id, grace.id)).toEqual([{ friends: true }]));

    const arrived = withoutRepeats(await tap.read()).map(({ id }) => id);
    for (const app of APPS_WITH_CONSUMERS) {
      const written = await stack.schema(app).eventsAfter(headsBefore.get(app)!);
      const events = written.filter(({ type }) => hasDurableConsumer(type));
      expect(events.length).toBeGreaterThan(0);
      const ids = events.map(({ id }) => id);
      expect(
        arrived.filter((id) => ids.includes(id)),
        app,
      ).toEqual(ids);
    }
    await expectHandled('auth-service', 'auth.user_registered.v1', 'user-service');
    await expectHandled('subscriber-service', 'subscriber.friendship_started.v1', 'chat-service');
  });

  async function expectHandled(
    owner: (typeof APPS_WITH_CONSUMERS)[number],
    type: string,
    consumer: 'user-service' | 'chat-service',
  ): Promise<void> {
    const events = await stack.schema(owner).eventsAfter(headsBefore.get(owner)!);
    const ids = events.filter((event) => event.type === type).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    await eventually(async () => expect(await stack.schema(consumer).countHandled(ids)).toBe(ids.length));
  }

  async function profilesOf(userId: string): Promise<number> {
    return (await stack.schema('user-service').query('SELECT id FROM profiles WHERE id = $1', [userId])).length;
  }

  function friendshipsOf(...userIds: string[]): Promise<object[]> {
    return stack
      .schema('chat-service')
      .query('SELECT friends FROM friendships WHERE user_low = ANY ($1) AND user_high = ANY ($1)', [userIds]);
  }
});
