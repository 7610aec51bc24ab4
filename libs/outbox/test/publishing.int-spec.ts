import { EVENTS_EXCHANGE, queuesOf, RabbitMqConnection } from '@messenger/rabbitmq';
import type { RabbitMq } from '@messenger/stack';
import {
  brokerTest as it,
  countIn,
  drain,
  emptyQueues,
  eventually,
  FeedListener,
  onChannel,
  positionOf,
  type TestDatabase,
} from '@messenger/testing';
import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect } from 'vitest';
import { outboxBacklog } from '../src/index.js';
import { aReading, aRegistration, eventsDatabase, ServiceInstance } from './service.js';

const { main, dead } = queuesOf('user-service');

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
const sorted = (positions: number[]): number[] => [...new Set(positions)].sort((a, b) => a - b);

describe('what is committed', () => {
  let broker: RabbitMq;
  let url: string;
  let database: TestDatabase;
  const instances: ServiceInstance[] = [];

  it.beforeAll(({ broker: shared }) => {
    broker = shared;
    url = broker.url;
  });

  beforeEach(async () => {
    database = await eventsDatabase();
    await emptyQueues(url);
    return async () => {
      await Promise.all(instances.splice(0).map((instance) => instance.stop()));
      await database.close();
    };
  });

  function anInstance(): ServiceInstance {
    const instance = ServiceInstance.on(database, url);
    instances.push(instance);
    return instance;
  }

  async function aConnectedInstance(): Promise<ServiceInstance> {
    const instance = anInstance();
    await instance.start();
    await eventually(() => expect(instance.publisher.connected).toBe(true));
    return instance;
  }

  const waiting = async (): Promise<number> => (await outboxBacklog(database.sql)).waiting;
  const nothingWaits = (): Promise<void> => eventually(async () => expect(await waiting()).toBe(0));

  describe('and has a durable consumer', () => {
    it('lies in its queue, with the attributes of CloudEvents', async () => {
      const one = await aConnectedInstance();
      const event = aRegistration();
      await one.commit(aReading(1), event);
      await nothingWaits();
      const [message] = await drain(url, main);
      expect(JSON.parse(message?.content.toString() ?? '')).toMatchObject({ userId: event.subject });
      expect(message?.fields.routingKey).toBe('auth.user_registered.v1');
      expect(message?.properties).toMatchObject({
        deliveryMode: 2,
        type: 'auth.user_registered.v1',
        contentType: 'application/json',
        headers: {
          'cloudEvents:specversion': '1.0',
          'cloudEvents:id': message?.properties.messageId as string,
          'cloudEvents:source': '/auth-service',
          'cloudEvents:type': 'auth.user_registered.v1',
          'cloudEvents:subject': event.subject,
          'cloudEvents:position': '2',
          'cloudEvents:recipientids': event.subject,
        },
      });
    });

    it('is published by another instance where its own died before that', async () => {
      const dying = anInstance();
      await dying.commitEach(upTo(30).map(() => aRegistration()));
      expect(await waiting()).toBe(30);
      await aConnectedInstance();
      await nothingWaits();
      expect((await drain(url, main)).map(positionOf)).toEqual(upTo(30));
    });

    it('waits where no queue has taken it, though the broker confirms it', async () => {
      const one = await aConnectedInstance();
      await onChannel(url, async (channel) => {
        await channel.unbindQueue(main, EVENTS_EXCHANGE, 'auth.user_registered.v1');
      });
      await one.commit(aRegistration());
      // By then the broker has returned and confirmed it.
      await onChannel(url, () => Promise.resolve());
      expect(await waiting()).toBe(1);
      await emptyQueues(url);
      await nothingWaits();
      expect(await countIn(url, main)).toBe(1);
    });

    it('waits while the broker is stopped, and is published once it is back', async () => {
      const one = await aConnectedInstance();
      await one.commit(aRegistration());
      await nothingWaits();
      await broker.stop();
      await eventually(() => expect(one.publisher.connected).toBe(false));
      await one.commitEach(upTo(40).map(() => aRegistration()));
      expect(await waiting()).toBe(40);
      await broker.start();
      await nothingWaits();
      expect(sorted((await drain(url, main)).map(positionOf))).toEqual(upTo(41));
    });

    it('is not lost when the broker is killed while it is published', async () => {
      const one = await aConnectedInstance();
      const writing = Promise.all(upTo(10).map(() => one.commitEach(upTo(60).map(() => aRegistration()))));
      await eventually(async () => expect(await countIn(url, main)).toBeGreaterThan(50));
      await broker.kill();
      await writing;
      await broker.start();
      await nothingWaits();
      expect(sorted((await drain(url, main)).map(positionOf))).toEqual(upTo(600));
    });

    it('is published before its process ends', async () => {
      const one = await aConnectedInstance();
      await one.commit(aRegistration(), aRegistration());
      await one.stop();
      instances.splice(instances.indexOf(one), 1);
      expect(await countIn(url, main)).toBe(2);
      expect(await waiting()).toBe(0);
    });
  });

  describe('goes to the feed', () => {
    it('as one message a commit, in the JSON batch format of CloudEvents', async () => {
      const listener = await FeedListener.on(url);
      const one = await aConnectedInstance();
      const [reading, registration] = [aReading(1), aRegistration()];
      await one.commit(reading, registration);
      await eventually(() => expect(listener.commits).toHaveLength(1));
      const [message] = listener.commits;
      expect(message?.fields).toMatchObject({ exchange: 'messenger.feed', routingKey: 'chat' });
      expect(message?.properties).toMatchObject({
        contentType: 'application/cloudevents-batch+json',
        headers: { head: 2 },
      });
      expect(message?.properties.deliveryMode).not.toBe(2);
      expect(JSON.parse(message?.content.toString() ?? '')).toEqual([
        {
          specversion: '1.0',
          id: expect.any(String) as string,
          source: '/chat-service',
          type: 'chat.read.v1',
          time: expect.any(String) as string,
          subject: reading.subject,
          position: 1,
          recipientids: reading.recipientIds.join(),
          data: reading.payload,
        },
        expect.objectContaining({ type: 'auth.user_registered.v1', position: 2 }),
      ]);
      await listener.close();
    });

    it('of two instances with 20 writers, each position once', async () => {
      const listener = await FeedListener.on(url);
      const [one, two] = await Promise.all([aConnectedInstance(), aConnectedInstance()]);
      await Promise.all(
        upTo(20).map((writer) => (writer % 2 === 0 ? one : two).commitEach(upTo(50).map((n) => aReading(n)))),
      );
      await eventually(() => expect(listener.positions).toHaveLength(1_000));
      expect(sorted(listener.positions)).toEqual(upTo(1_000));
      await listener.close();
    });

    it('and where its message is lost, the next heartbeat says how far the log goes', async () => {
      const one = await aConnectedInstance();
      await one.commit(aReading(1));
      const listener = await FeedListener.on(url);
      await eventually(() => expect(listener.heads).toContain(1));
      expect(listener.commits).toEqual([]);
      await listener.close();
    });
  });

  it('waits for nobody where a queue cannot be declared: the log says why, until that is mended', async () => {
    await onChannel(url, async (channel) => {
      await channel.deleteQueue(dead);
      await channel.assertQueue(dead, { durable: true });
    });
    const warnings: string[] = [];
    Logger.overrideLogger({
      log: () => undefined,
      error: () => undefined,
      warn: (...parts) => warnings.push(String(parts)),
    });
    const connection = new RabbitMqConnection(url);
    await connection.start();
    await eventually(() => expect(warnings.join()).toContain('PRECONDITION_FAILED'));
    expect(connection.connected).toBe(false);
    await onChannel(url, (channel) => channel.deleteQueue(dead).then(() => undefined));
    await eventually(() => expect(connection.connected).toBe(true));
    await connection.close();
    Logger.overrideLogger(['warn', 'error', 'fatal']);
  });
});
