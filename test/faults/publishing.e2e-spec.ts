import type { AppName, AppProcess } from '@messenger/stack';
import { eventually, TcpProxy } from '@messenger/testing';
import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished } from 'vitest';
import { Api } from '../support/api.js';
import { BackgroundLoad, MessageLoad, RegistrationLoad } from '../support/background-load.js';
import { EventTap, withoutRepeats, type TappedEvent } from '../support/event-tap.js';
import { LiveDevice } from '../support/live-device.js';
import { aChat, aPerson, send } from '../support/people.js';
import { commitEvents, type HandWrittenEvent } from '../support/schema.js';
import { it } from '../support/stack-test.js';
import type { TestStack } from '../support/test-stack.js';

const REGISTERED = 'auth.user_registered.v1';

describe('a process that is killed', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('between a commit and the confirm of its event leaves that to the next start', async ({ stack }) => {
    const schema = stack.schema('auth-service');
    await schema.everythingPublished();
    const before = await schema.head();
    const tap = await EventTap.onEvents(stack.amqpUrl, 'auth.#');
    const { line, service, api } = await cutOff(stack, 'auth-service', 'AUTH_GRPC_URL');
    // Any other would publish them: it waits no longer than six seconds for somebody else.
    await killOthers(stack, service);
    line.freeze();
    const people = await Promise.all([1, 2, 3].map(() => aPerson(api)));
    await service.kill('SIGKILL');
    expect(await schema.countWaiting()).toBe(people.length);
    expect(await tap.read()).toEqual([]);

    await stack.apps['auth-service'].start();
    await schema.everythingPublished();
    const registered = (await schema.eventsAfter(before)).filter(({ type }) => type === REGISTERED);
    expect(registered).toHaveLength(people.length);
    expect(withoutRepeats(await tap.read()).map(({ id }) => id)).toEqual(registered.map(({ id }) => id));
    await expectOneProfileEach(
      stack,
      registered,
      people.map(({ id }) => id),
    );
    await tap.close();
  });

  it('between the confirm of an event and its mark repeats it, and consumers handle it once', async ({ stack }) => {
    const schema = stack.schema('auth-service');
    await schema.everythingPublished();
    const tap = await EventTap.onEvents(stack.amqpUrl, 'auth.#');
    await killOthers(stack, stack.apps['auth-service']);
    const registrations = Array.from({ length: 20 }, aRegistration);
    await commitEvents(schema, registrations);
    // Whoever publishes them cannot mark them.
    const marking = await schema.begin();
    await marking.query('SELECT FROM outbox WHERE awaits_broker FOR UPDATE');
    await schema.somebodyWaits();
    await stack.apps['auth-service'].kill('SIGKILL');
    await schema.endThoseWhoWait();
    await marking.rollback();
    const { length: unmarked } = await tap.read();
    expect(unmarked).toBeGreaterThanOrEqual(registrations.length);
    expect(await schema.countWaiting()).toBe(registrations.length);

    await stack.apps['auth-service'].start();
    await schema.everythingPublished();
    const arrived = await tap.read();
    expect(arrived).toHaveLength(unmarked + registrations.length);
    expect(withoutRepeats(arrived)).toHaveLength(registrations.length);
    await expectOneProfileEach(
      stack,
      registrations,
      registrations.map(({ payload }) => payload.userId),
    );
    await tap.close();
  });

  it('between a commit and its message on the feed delays it for two seconds at most', async ({ stack }) => {
    const { ada, grace, chatId } = await aChat(stack.api);
    const { line, service, api } = await cutOff(stack, 'chat-service', 'CHAT_GRPC_URL');
    const device = await LiveDevice.live(stack.api.url, grace.accessToken);
    line.freeze();
    await send({ ...ada, api: api.as(ada.accessToken) }, chatId, 'from the grave');
    await service.kill('SIGKILL');
    await eventually(() => expect(device.texts).toEqual(['from the grave']), 2_000);
    await send(ada, chatId, 'next');
    await device.receives(2);
    expect(device.texts).toEqual(['from the grave', 'next']);
  });
});

describe('two instances under load', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('of chat-service give positions in the order of the commits, without a gap, and publish each once', async ({
    stack,
  }) => {
    const api = (await anotherPath(stack, 'chat-service', 'CHAT_GRPC_URL')).api;
    const chats = await Promise.all([aChat(stack.api), aChat(stack.api)]);
    const before = await stack.schema('chat-service').head();
    const tap = await EventTap.onFeed(stack.amqpUrl, 'chat');
    const writers = chats.flatMap(({ ada, grace, chatId }) => [
      new MessageLoad(ada, chatId),
      new MessageLoad({ ...grace, api: api.as(grace.accessToken) }, chatId),
    ]);
    await untilEachHasDone(
      writers.flatMap((writer) => [writer, writer]),
      (writer) => writer.sendOne(),
    );
    const inOrder = await expectAllOnFeed(stack, 'chat-service', before, tap);
    for (const { chatId } of chats) {
      const seqs = inOrder.flatMap(({ payload }) => seqIn(payload, chatId));
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      expect(seqs.length).toBeGreaterThan(20);
    }
    await tap.close();
  });

  it('of auth-service give positions without a gap, and publish each once', async ({ stack }) => {
    const { api } = await anotherPath(stack, 'auth-service', 'AUTH_GRPC_URL');
    const before = await stack.schema('auth-service').head();
    const tap = await EventTap.onFeed(stack.amqpUrl, 'auth');
    const writers = [new RegistrationLoad(stack.api), new RegistrationLoad(api)];
    await untilEachHasDone(writers, (writer) => writer.registerOne());
    await expectAllOnFeed(stack, 'auth-service', before, tap);
    await tap.close();
  });
});

type Registration = HandWrittenEvent & { payload: { userId: string } };

function aRegistration(): Registration {
  return { id: randomUUID(), type: REGISTERED, payload: { userId: randomUUID() } };
}

/** Kills every instance of the service but this one. */
async function killOthers(stack: TestStack, { name, pid }: AppProcess): Promise<void> {
  const others = stack.instancesOf(name).filter((other) => other.pid !== pid);
  await Promise.all(others.map((other) => other.kill()));
}

/** Another instance of a service, and the API of a gateway that calls it. */
async function anotherPath(
  stack: TestStack,
  app: AppName,
  variable: string,
  amqpUrl = stack.amqpUrl,
): Promise<{ service: AppProcess; api: Api }> {
  const service = await stack.startSecond(app, { AMQP_URL: amqpUrl });
  onTestFinished(() => service.stop());
  const gateway = await stack.startSecond('api-gateway', { [variable]: `127.0.0.1:${service.env.GRPC_PORT}` });
  onTestFinished(() => gateway.stop());
  await Promise.all([service.whole(), gateway.whole()]);
  return { service, api: new Api(`http://127.0.0.1:${gateway.env.PORT}`) };
}

/** The same, where the service reaches the broker by a line that the test can break. */
async function cutOff(
  stack: TestStack,
  app: AppName,
  variable: string,
): Promise<{ line: TcpProxy; service: AppProcess; api: Api }> {
  const line = await TcpProxy.to(Number(new URL(stack.amqpUrl).port));
  onTestFinished(() => line.close());
  return { line, ...(await anotherPath(stack, app, variable, line.urlOf(stack.amqpUrl))) };
}

async function untilEachHasDone<Writer extends { acknowledged: unknown[] }>(
  writers: Writer[],
  step: (writer: Writer) => Promise<void>,
): Promise<void> {
  const load = new BackgroundLoad();
  load.restMs = 5;
  for (const writer of writers) load.add(() => step(writer));
  await eventually(() => {
    for (const { acknowledged } of writers) expect(acknowledged.length).toBeGreaterThan(20);
  });
  await load.stop();
}

/** Resolves with what has been on the feed, by position. */
async function expectAllOnFeed(
  stack: TestStack,
  app: 'auth-service' | 'chat-service',
  before: number,
  tap: EventTap,
): Promise<TappedEvent[]> {
  const written = await stack.schema(app).eventsAfter(before);
  expect(written.map(({ position }) => position)).toEqual(written.map((_, index) => before + index + 1));
  return eventually(async () => {
    const inOrder = (await tap.read()).toSorted((one, other) => one.position - other.position);
    expect(inOrder.map(({ id, type, position }) => ({ id, type, position }))).toEqual(written);
    return inOrder;
  });
}

function seqIn(payload: object, chatId: string): number[] {
  const { message } = payload as { message?: { chatId: string; seq: number } };
  return message?.chatId === chatId ? [message.seq] : [];
}

async function expectOneProfileEach(stack: TestStack, events: { id: string }[], userIds: string[]): Promise<void> {
  const users = stack.schema('user-service');
  await eventually(async () => {
    expect(await users.query('SELECT FROM profiles WHERE id = ANY ($1)', [userIds])).toHaveLength(userIds.length);
    expect(await users.countHandled(events.map(({ id }) => id))).toBe(events.length);
  });
}
