import { randomUUID } from 'node:crypto';
import { Database } from '@messenger/database';
import type { EventContext } from '@messenger/events';
import { eventsConsumed, metricsRegistry } from '@messenger/health';
import { requestContext } from '@messenger/logging';
import { Outbox, type NewEvent } from '@messenger/outbox';
import { brokerTest as it, countIn, deferred, drain, emptyQueues, eventually, onChannel } from '@messenger/testing';
import type { ConfirmChannel } from 'amqplib';
import { afterAll, afterEach, beforeEach, describe, expect } from 'vitest';
import { aRegistration } from '../../outbox/test/service.js';
import { listDeadLetters, queuesOf, replayDeadLetters } from '../src/index.js';
import type { Consumer } from './consumer.js';
import { connected, ConsumingFixture, disconnected, effect } from './consuming-fixture.js';

const { main, deferred: deferredQueue, dead } = queuesOf('user-service');

describe('a consuming service', () => {
  let fixture: ConsumingFixture;
  let url: string;

  it.beforeAll(async ({ broker }) => {
    fixture = await ConsumingFixture.on(broker);
    url = fixture.url;
  });
  beforeEach(() => emptyQueues(url));
  afterEach(() => fixture.stopConsumers());
  afterAll(() => fixture.stop());

  it('hands over the payload and the attributes of an event', async () => {
    const seen: { userId: string; registeredAt: Date | undefined; context: EventContext }[] = [];
    await fixture.consumer((payload, context) => Promise.resolve(void seen.push({ ...payload, context })));
    const [id, userId] = [randomUUID(), randomUUID()];
    await fixture.publish({ id, userId });
    await eventually(() => expect(seen).toHaveLength(1));
    expect(seen[0]?.userId).toBe(userId);
    expect(seen[0]?.registeredAt).toBeInstanceOf(Date);
    expect(seen[0]?.context).toMatchObject({
      id,
      type: 'auth.user_registered.v1',
      position: 7,
      recipientIds: [userId, userId],
    });
  });

  it('makes the effect of an event once, though it is delivered three times', async () => {
    let deliveries = 0;
    await fixture.consumer(async (...event) => {
      await effect(...event);
      deliveries++;
    });
    const [id, userId] = [randomUUID(), randomUUID()];
    await fixture.publish({ id, userId }, { id, userId }, { id, userId });
    await eventually(() => expect(deliveries).toBe(3));
    expect(await fixture.effectsOn(userId)).toBe(1);
  });

  it('tries an event again, after a delay, until it succeeds', async () => {
    const attempts: { attempt: number; at: number }[] = [];
    await fixture.consumer(async (payload, context, inbox) => {
      attempts.push({ attempt: context.attempt, at: Date.now() });
      if (attempts.length <= 2) throw new Error('not yet');
      await effect(payload, context, inbox);
    }, 300);
    const userId = randomUUID();
    await fixture.publish({ userId });
    await eventually(async () => expect(await fixture.effectsOn(userId)).toBe(1));
    await fixture.settled();
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const pauses = attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.at ?? 0));
    for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(290);
    expect(await countIn(url, dead)).toBe(0);
  });

  it('handles later events while a failing one is retried, then dead-letters that', async () => {
    const poison = randomUUID();
    const handled: string[] = [];
    let attempts = 0;
    await fixture.consumer(({ userId }) => {
      if (userId === poison) {
        attempts++;
        return Promise.reject(new TypeError('poison'));
      }
      handled.push(userId);
      return Promise.resolve();
    }, 300);
    const others = Array.from({ length: 40 }, () => randomUUID());
    await fixture.publish({ id: poison, userId: poison }, ...others.map((userId) => ({ userId })));
    await eventually(() => expect(handled).toHaveLength(40));
    expect(await countIn(url, dead)).toBe(0);
    await eventually(async () => expect(await countIn(url, dead)).toBe(1));
    expect(attempts).toBe(5);
    await fixture.settled();
    const letters = await listDeadLetters(url, 'user-service');
    expect(letters).toMatchObject([
      { id: poison, type: 'auth.user_registered.v1', attempts: 5, error: 'TypeError: poison' },
    ]);
  });

  it.each([
    ['that is not JSON', { body: '{"userId":' }, /^MalformedEventError: .*JSON/],
    ['that is no object', { body: '"ada"' }, /^MalformedEventError: The body is not a JSON object/],
    ['without a type', { type: null }, /^MalformedEventError: The message has no type/],
  ])('dead-letters an event %s at the first attempt', async (_what, malformed, error) => {
    const userId = randomUUID();
    await fixture.consumer(effect);
    await fixture.publish(malformed, { userId });
    await eventually(async () => expect(await fixture.effectsOn(userId)).toBe(1));
    await eventually(async () => expect(await countIn(url, dead)).toBe(1));
    await fixture.settled();
    const letters = await listDeadLetters(url, 'user-service');
    expect(letters).toMatchObject([{ attempts: 1, error: expect.stringMatching(error) as string }]);
  });

  it('defers an event of a type that no catalogue of this version has', async () => {
    const userId = randomUUID();
    await onChannel(url, (channel) => channel.purgeQueue(deferredQueue));
    await fixture.consumer(effect);
    await fixture.publish({ type: 'auth.user_forgotten.v9' }, { userId });
    await eventually(async () => expect(await fixture.effectsOn(userId)).toBe(1));
    await eventually(async () => expect(await countIn(url, deferredQueue)).toBe(1));
    const { values } = await eventsConsumed.get();
    expect(values.map(({ labels }) => labels)).toContainEqual({ type: 'other', outcome: 'deferred' });
    await onChannel(url, (channel) => channel.purgeQueue(deferredQueue));
    await fixture.settled();
  });

  it('handles a replayed dead letter once its cause is gone', async () => {
    let broken = true;
    await fixture.consumer(async (payload, context, inbox) => {
      if (broken) throw new Error('the cause');
      await effect(payload, context, inbox);
    }, 20);
    const [first, second] = [randomUUID(), randomUUID()];
    await fixture.publish({ id: first, userId: first }, { id: second, userId: second });
    await eventually(async () => expect(await countIn(url, dead)).toBe(2));
    broken = false;
    expect(await replayDeadLetters(url, 'user-service', randomUUID())).toBe(0);
    expect(await replayDeadLetters(url, 'user-service', second)).toBe(1);
    await eventually(async () => expect(await fixture.effectsOn(second)).toBe(1));
    expect(await fixture.effectsOn(first)).toBe(0);
    expect(await listDeadLetters(url, 'user-service')).toMatchObject([{ id: first }]);
    expect(await replayDeadLetters(url, 'user-service')).toBe(1);
    await eventually(async () => expect(await fixture.effectsOn(first)).toBe(1));
    expect(await countIn(url, dead)).toBe(0);
  });

  it('exports the number of dead letters, also when the queue cannot be read', async () => {
    const { connection } = await fixture.consumer(() => Promise.reject(new Error('no')), 20);
    await fixture.publish({}, {});
    await eventually(async () => {
      expect(await metricsRegistry.metrics()).toContain('events_dead_letters 2');
    });
    await onChannel(url, (channel) => channel.deleteQueue(dead).then(() => undefined));
    for (let n = 0; n < 2; n++) expect(await metricsRegistry.metrics()).toContain('events_dead_letters 2');
    expect(connection.connected).toBe(true);
  });

  it('stops consuming when it closes, and waits for the handlers that run', async () => {
    const gate = deferred();
    const taken = new Set<string>();
    const { app } = await fixture.consumer(async (payload, context, inbox) => {
      taken.add(payload.userId);
      await gate.promise;
      await effect(payload, context, inbox);
    });
    const userIds = Array.from({ length: 100 }, () => randomUUID());
    await fixture.publish(...userIds.map((userId) => ({ userId })));
    await eventually(() => expect(taken.size).toBe(32));
    let closed = false;
    const closing = app.close().then(() => (closed = true));
    await fixture.publish({});
    expect(closed).toBe(false);
    gate.resolve();
    await closing;
    expect(taken.size).toBe(32);
    const left = await drain(url, main);
    expect(left).toHaveLength(101 - 32);
    expect(left.filter(({ fields }) => fields.redelivered)).toEqual([]);
    for (const userId of taken) expect(await fixture.effectsOn(userId)).toBe(1);
  });

  it('has an event redelivered whose channel broke while it was handled, and makes its effect once', async () => {
    const gate = deferred();
    const deliveries: boolean[] = [];
    const { strategy } = await fixture.consumer(async (payload, context, inbox) => {
      deliveries.push(context.getArgs()[0].fields.redelivered);
      if (deliveries.length === 1) await gate.promise;
      await effect(payload, context, inbox);
    });
    const userId = randomUUID();
    await fixture.publish({ userId });
    await eventually(() => expect(deliveries).toHaveLength(1));
    breakChannel((strategy as unknown as { channel: ConfirmChannel }).channel);
    await eventually(() => expect(deliveries).toEqual([false, true]));
    gate.resolve();
    await fixture.settled();
    expect(await fixture.effectsOn(userId)).toBe(1);
  });

  it('survives a lost connection while its handlers run, reconnects and goes on', async () => {
    const gate = deferred();
    let began = 0;
    const service = await fixture.consumer(async (payload, context, inbox) => {
      began++;
      await gate.promise;
      await effect(payload, context, inbox);
    });
    const [before, after] = [randomUUID(), randomUUID()];
    await fixture.publish({ userId: before });
    await eventually(() => expect(began).toBe(1));
    fixture.proxy.sever();
    await disconnected(service);
    gate.resolve();
    await connected(service);
    await fixture.publish({ userId: after });
    await eventually(async () => expect(await fixture.effectsOn(after)).toBe(1));
    await fixture.settled();
    expect(await fixture.effectsOn(before)).toBe(1);
  });

  it('does not consume again when the connection comes back while it closes', async () => {
    const gate = deferred();
    let began = 0;
    const service = await fixture.consumer(async () => {
      began++;
      await gate.promise;
    });
    await fixture.publish({});
    await eventually(() => expect(began).toBe(1));
    const closing = service.strategy.close();
    fixture.proxy.sever();
    await disconnected(service);
    await connected(service);
    expect(await onChannel(url, (channel) => channel.checkQueue(main))).toMatchObject({ consumerCount: 0 });
    gate.resolve();
    await closing;
    expect(began).toBe(1);
    expect(await drain(url, main)).toHaveLength(1);
  });

  it('publishes what was committed just before it ends', async () => {
    const service = await fixture.consumer(effect);
    await service.strategy.close();
    const events = Array.from({ length: 300 }, () => aRegistration());
    await commit(service, events);
    await service.app.close();
    expect(await countIn(url, main)).toBe(300);
  });

  it('closes its connection to a broker that does not answer', async () => {
    const { connection } = await fixture.consumer(effect);
    fixture.proxy.freeze();
    await connection.close();
    expect(connection.connected).toBe(false);
    fixture.proxy.thaw();
    // Or the broker would hold this consumer to be alive for the next test's event.
    fixture.proxy.sever();
  });

  it('handles an event in the context of the request that caused it', async () => {
    const requests: (string | undefined)[] = [];
    const service = await fixture.consumer(() =>
      Promise.resolve(void requests.push(requestContext.getStore()?.requestId)),
    );
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await requestContext.run({ requestId: 'a-request', traceparent }, () => commit(service, [aRegistration()]));
    await eventually(() => expect(requests).toEqual(['a-request']));
  });
});

function commit({ app }: Consumer, events: NewEvent[]): Promise<void> {
  return app.get(Database).transaction((transaction) => {
    for (const event of events) app.get(Outbox).add(transaction, event);
    return Promise.resolve();
  });
}

/** The broker closes a channel that acknowledges an unknown delivery. */
function breakChannel(channel: ConfirmChannel): void {
  channel.ack({ fields: { deliveryTag: 4_711 } } as never);
}
