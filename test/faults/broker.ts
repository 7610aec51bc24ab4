import { APP_NAMES } from '@messenger/stack';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { aChat, anEmail, aPerson, makeFriends, PASSWORD, refusal, send, type Person } from '../support/people.js';
import { EventTap, withoutRepeats } from '../support/event-tap.js';
import { eventually } from '../support/eventually.js';
import type { World } from '../support/world.js';

const APPS_WITH_EVENTS = ['auth-service', 'subscriber-service', 'chat-service'] as const;

/** One outage for all of these tests; the last one ends it. */
export function brokerFaults(given: () => World): void {
  let world: World;
  let tap: EventTap;
  let ada: Person;
  let grace: Person;
  let oldChat: { ada: Person; chatId: string };
  let newcomerId: string;
  const headsBefore = new Map<string, number>();

  beforeAll(async () => {
    world = given();
    [ada, grace] = await Promise.all([aPerson(world.api), aPerson(world.api)]);
    oldChat = await aChat(world.api);
    await world.everythingPublished();
    for (const app of APPS_WITH_EVENTS) headsBefore.set(app, (await world.schema(app).heads()).published);
    tap = await EventTap.open(world.stack.amqpUrl, '#');
    await world.stack.rabbitmq!.stop();
  });

  afterAll(async () => {
    if (world.stack.rabbitmq?.pid === undefined) await world.stack.rabbitmq?.start();
    await tap.close();
  });

  it('keeps every app ready', async () => {
    for (const app of APP_NAMES) expect(await world.readiness(app), app).toBe(200);
  });

  it('lets people register, become friends, open a chat and write', async () => {
    await makeFriends(ada, grace);
    const opened = await ada.api.post('/v1/chats/direct', { userId: grace.id });
    expect(opened.status).toBe(201);
    for (const text of ['one', 'two', 'three']) await send(ada, (opened.body as { id: string }).id, text);
    await send(oldChat.ada, oldChat.chatId, 'still here');
  });

  it('lets people register and start a service while user-service, too, is away', async () => {
    await world.stack.apps['user-service'].kill();
    const registered = await world.api.post('/v1/auth/register', { email: anEmail(), password: PASSWORD });
    expect(registered.status).toBe(201);
    newcomerId = (registered.body as { userId: string }).userId;
    await world.stack.apps['user-service'].start();
    expect(await profilesOf(newcomerId)).toBe(0);
  });

  it('fails closed where subscriber-service, too, does not answer: a friendship may have ended', async () => {
    const { 'subscriber-service': subscribers } = world.stack.apps;
    await subscribers.kill('SIGSTOP');
    onTestFinished(() => subscribers.kill('SIGCONT'));
    const refused = await oldChat.ada.api.post(`/v1/chats/${oldChat.chatId}/messages`, { text: 'hello?' });
    expect(refusal(refused)).toEqual([503, 'UNAVAILABLE']);
    await subscribers.kill('SIGCONT');
    await eventually(() => send(oldChat.ada, oldChat.chatId, 'hello again'));
  });

  it('brings every event once the broker is back, each with one effect', async () => {
    await world.stack.rabbitmq!.start();
    await world.everythingPublished();
    await eventually(async () => expect(await profilesOf(newcomerId)).toBe(1));
    await eventually(async () => expect(await friendshipsOf(ada.id, grace.id)).toEqual([{ friends: true }]));

    const arrived = withoutRepeats(await tap.read()).map(({ id }) => id);
    for (const app of APPS_WITH_EVENTS) {
      const events = await world.schema(app).eventsAfter(headsBefore.get(app)!);
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
    owner: (typeof APPS_WITH_EVENTS)[number],
    type: string,
    consumer: 'user-service' | 'chat-service',
  ): Promise<void> {
    const events = await world.schema(owner).eventsAfter(headsBefore.get(owner)!);
    const ids = events.filter((event) => event.type === type).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    await eventually(async () => expect(await world.schema(consumer).countHandled(ids)).toBe(ids.length));
  }

  async function profilesOf(userId: string): Promise<number> {
    return (await world.schema('user-service').query('SELECT id FROM profiles WHERE id = $1', [userId])).length;
  }

  function friendshipsOf(...userIds: string[]): Promise<object[]> {
    return world
      .schema('chat-service')
      .query('SELECT friends FROM friendships WHERE user_low = ANY ($1) AND user_high = ANY ($1)', [userIds]);
  }
}
