import { randomUUID } from 'node:crypto';
import { Database } from '@messenger/database';
import { UnavailableError } from '@messenger/errors';
import { metricsRegistry, Readiness } from '@messenger/health';
import { Outbox } from '@messenger/outbox';
import { brokerTest as it, countIn, emptyQueues, eventually } from '@messenger/testing';
import { afterAll, afterEach, beforeEach, describe, expect } from 'vitest';
import { aRegistration } from '../../outbox/test/service.js';
import { queuesOf } from '../src/index.js';
import { ConsumingFixture, effect } from './consuming-fixture.js';

const { dead } = queuesOf('user-service');

describe('a consuming service in an outage', () => {
  let fixture: ConsumingFixture;
  let url: string;

  it.beforeAll(async ({ broker }) => {
    fixture = await ConsumingFixture.on(broker);
    url = fixture.url;
  });
  beforeEach(() => emptyQueues(url));
  afterEach(() => fixture.stopConsumers());
  afterAll(() => fixture.stop());

  it('waits out a dependency that is away for longer than five attempts, and goes on in order', async () => {
    const users = Array.from({ length: 40 }, () => randomUUID());
    let away = true;
    let attempts = 0;
    const handled: string[] = [];
    await fixture.consumer((payload, context) => {
      if (payload.userId === users[0]) attempts++;
      if (away) return Promise.reject(new UnavailableError());
      handled.push(payload.userId);
      expect(context.attempt).toBe(1);
      return Promise.resolve();
    }, 10);
    await fixture.publish(...users.map((userId) => ({ userId })));
    await eventually(() => expect(attempts).toBeGreaterThan(5));
    away = false;
    await eventually(() => expect(handled).toHaveLength(40));
    expect(handled).toEqual(users);
    expect(await countIn(url, dead)).toBe(0);
    await fixture.settled();
  });

  it('leaves what waits for a dependency to the next process', async () => {
    const consumer = await fixture.consumer(() => Promise.reject(new UnavailableError()));
    const userId = randomUUID();
    await fixture.publish({ userId });
    await eventually(() => expect(consumer.connection.lag.waitingSince()).toBeDefined());
    await fixture.stopConsumers();
    await fixture.consumer(effect);
    await eventually(async () => expect(await fixture.effectsOn(userId)).toBe(1));
  });

  it.each([
    ['disk', ['set_disk_free_limit', '900GB'], ['set_disk_free_limit', '1MB']],
    ['memory', ['set_vm_memory_high_watermark', '0'], ['set_vm_memory_high_watermark', '0.6']],
  ])('publishes nothing while the broker has no %s, says so, and goes on afterwards', async (what, alarm, mended) => {
    const { app, connection } = await fixture.consumer(effect);
    const [outbox, database] = [app.get(Outbox), app.get(Database)];
    const publish = (userId: string): Promise<void> =>
      database.transaction((transaction) => {
        outbox.add(transaction, aRegistration(userId));
        return Promise.resolve();
      });
    const [before, after] = [randomUUID(), randomUUID()];
    await publish(before);
    await eventually(async () => expect(await fixture.effectsOn(before)).toBe(1));
    await fixture.control(...alarm);
    try {
      // The broker blocks a connection at its next publication.
      await publish(after);
      await eventually(() => expect(connection.blockedBy).toMatch(what));
      expect(connection.writable).toBe(false);
      expect(await metricsRegistry.metrics()).toContain('rabbitmq_blocked 1');
      expect((await app.get(Readiness).report()).checks.rabbitmq).toMatch(what);
    } finally {
      await fixture.control(...mended);
    }
    await eventually(() => expect(connection.writable).toBe(true));
    await eventually(async () => expect(await fixture.effectsOn(after)).toBe(1));
  });
});
