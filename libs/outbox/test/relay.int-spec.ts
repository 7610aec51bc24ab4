import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { ConfirmChannel, Message } from 'amqplib';
import { TcpProxy, type TestDatabase } from '@messenger/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  EVENTS_EXCHANGE,
  lockUnpublished,
  numberRows,
  outboxBacklog,
  queuesOf,
  RabbitMqConnection,
} from '../src/index.js';
import { countIn, drain, emptyQueues, Listener, onChannel, positionOf, startBroker, type Broker } from './broker.js';
import { eventually } from './conditions.js';
import { startGateway } from './consumer.js';
import { connected, disconnected } from './consuming-fixture.js';
import { aReading, aRegistration, eventsDatabase, PublishingProcess } from './service.js';

const { main, dead } = queuesOf('user-service');

const upTo = (n: number, from = 1): number[] => Array.from({ length: n - from + 1 }, (_, index) => index + from);

describe('the relay', () => {
  let broker: Broker;
  let url: string;
  let database: TestDatabase;
  const processes: PublishingProcess[] = [];

  beforeAll(async () => {
    broker = await startBroker();
    url = broker.rabbitmq.url;
  });

  beforeEach(async () => {
    database = await eventsDatabase();
    await emptyQueues(url);
    return async () => {
      await Promise.all(processes.splice(0).map((process) => process.stop()));
      await database.close();
    };
  });

  afterAll(() => broker.stop());

  async function aProcess(): Promise<PublishingProcess> {
    const process = await PublishingProcess.on(database, url);
    processes.push(process);
    await eventually('the connection', () => expect(process.publisher.connected).toBe(true));
    return process;
  }

  async function waitingRows(): Promise<number> {
    return (await outboxBacklog(database.sql)).waiting;
  }

  const allPublished = (): Promise<void> =>
    eventually('an empty outbox', async () => expect(await waitingRows()).toBe(0));

  it('publishes what a transaction told, with the attributes of CloudEvents, durably', async () => {
    const one = await aProcess();
    one.relay.onApplicationBootstrap();
    const event = aRegistration();
    await one.tell([event]);
    await eventually('the event', async () => expect(await countIn(url, main)).toBe(1));
    const [message] = await drain(url, main);
    expect(JSON.parse(message?.content.toString() ?? '')).toEqual({
      userId: event.payload.userId,
      registeredAt: event.payload.registeredAt?.toISOString(),
    });
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
        'cloudEvents:position': '1',
        'cloudEvents:recipientids': event.subject,
      },
    });
  });

  it('publishes 1,000 events of 20 concurrent writers in position order, each once, from two processes', async () => {
    const listener = await Listener.on(url);
    const [one, two] = await Promise.all([aProcess(), aProcess()]);
    one.relay.onApplicationBootstrap();
    two.relay.onApplicationBootstrap();
    await Promise.all(
      upTo(20).map((writer) =>
        (writer % 2 === 0 ? one : two).tell(upTo(50).map((n) => (n % 10 === 0 ? aRegistration() : aReading(n)))),
      ),
    );
    await eventually('1,000 events', () => expect(listener.messages).toHaveLength(1_000));
    await listener.close();
    expect(listener.positions).toEqual(upTo(1_000));
    expect(new Set(listener.messages.map(({ properties }) => properties.messageId as string)).size).toBe(1_000);
    expect((await drain(url, main)).map(positionOf)).toEqual(
      [...listener.positions].filter(
        (position) => listener.messages[position - 1]?.fields.routingKey === 'auth.user_registered.v1',
      ),
    );
    expect(await waitingRows()).toBe(0);
  });

  it('publishes again what a relay published and did not live to mark', async () => {
    const listener = await Listener.on(url);
    const dying = await aProcess();
    await dying.tell(upTo(30).map(aReading));
    await dying.sql.run((sql) => numberRows(sql, 1_000));
    const death = dying.sql.run(async (sql) => {
      expect(await dying.publisher.publish(await lockUnpublished(sql, 20))).toBe(20);
      throw new Error('killed before the mark');
    });
    await expect(death).rejects.toThrow('killed');
    const next = await aProcess();
    next.relay.onApplicationBootstrap();
    await eventually('all events', () => expect(listener.messages).toHaveLength(50));
    await listener.close();
    expect(listener.positions).toEqual([...upTo(20), ...upTo(30)]);
    const ids = listener.messages.map(({ properties }) => properties.messageId as string);
    expect(ids.slice(0, 20)).toEqual(ids.slice(20, 40));
    expect(await waitingRows()).toBe(0);
  });

  it('publishes what is left when the process ends', async () => {
    const one = await aProcess();
    await one.tell([aRegistration(), aRegistration()]);
    await one.relay.onApplicationShutdown();
    expect(await countIn(url, main)).toBe(2);
    expect(await waitingRows()).toBe(0);
  });

  it('marks nothing that no queue has taken, though the broker confirms it', async () => {
    const one = await aProcess();
    await onChannel(url, async (channel) => {
      await channel.unbindQueue(main, EVENTS_EXCHANGE, 'auth.user_registered.v1');
    });
    await one.tell([aReading(1), aRegistration(), aReading(2)]);
    await one.sql.run((sql) => numberRows(sql, 1_000));
    const publish = (): Promise<number> =>
      one.sql.run(async (sql) => one.publisher.publish(await lockUnpublished(sql, 20)));
    expect(await publish()).toBe(1);
    await emptyQueues(url);
    expect(await publish()).toBe(3);
  });

  it('lets transactions commit while the broker is stopped, and publishes all once it is back', async () => {
    const one = await aProcess();
    one.relay.onApplicationBootstrap();
    await one.tell([aRegistration()]);
    await allPublished();
    await broker.rabbitmq.stop();
    await eventually('the loss', () => expect(one.publisher.connected).toBe(false));
    await one.tell(upTo(40).map(() => aRegistration()));
    expect(await waitingRows()).toBe(40);
    await broker.rabbitmq.start();
    await allPublished();
    const positions = (await drain(url, main)).map(positionOf);
    expect(positions).toEqual(upTo(41));
  });

  it('loses nothing when the broker is killed while it publishes', async () => {
    const one = await aProcess();
    one.relay.onApplicationBootstrap();
    const writing = Promise.all(upTo(10).map(() => one.tell(upTo(60).map(() => aRegistration()))));
    await eventually('the first events', async () => expect(await countIn(url, main)).toBeGreaterThan(50));
    await broker.rabbitmq.kill();
    await writing;
    await broker.rabbitmq.start();
    await allPublished();
    const positions = (await drain(url, main)).map(positionOf);
    expect([...new Set(positions)].sort((a, b) => a - b)).toEqual(upTo(600));
    // A batch that was cut off comes again from its beginning: back to a place that was there before, never past one.
    const firstSights = positions.filter((position, index) => positions.indexOf(position) === index);
    expect(firstSights).toEqual(upTo(600));
  });

  it('says why it cannot declare a queue, and connects once that is mended', async () => {
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
    await eventually('the refusal', () => expect(warnings.join()).toContain('PRECONDITION_FAILED'));
    expect(connection.connected).toBe(false);
    await onChannel(url, (channel) => channel.deleteQueue(dead).then(() => undefined));
    await eventually('the connection', () => expect(connection.connected).toBe(true));
    await connection.close();
    Logger.overrideLogger(['warn', 'error', 'fatal']);
  });

  describe('beside gateways', () => {
    const reading = Buffer.from(JSON.stringify({ chatId: randomUUID(), userId: randomUUID(), seq: 3 }));

    /** Whether any queue took it. */
    function read(): Promise<boolean> {
      return onChannel(url, async (channel) => {
        let routed = true;
        channel.on('return', (_message: Message) => (routed = false));
        const properties = { messageId: randomUUID(), type: 'chat.read.v1', mandatory: true };
        channel.publish(EVENTS_EXCHANGE, 'chat.read.v1', reading, properties);
        await (channel as ConfirmChannel).waitForConfirms();
        return routed;
      });
    }

    it('hears events while it is connected, and leaves no queue behind', async () => {
      const heard: number[] = [];
      const line = await TcpProxy.to(broker.rabbitmq.port);
      const gateways = [
        await startGateway(url, ({ seq }) => Promise.resolve(void heard.push(seq))),
        await startGateway(line.urlOf(url), ({ seq }) => Promise.resolve(void heard.push(seq))),
      ] as const;
      await Promise.all(gateways.map(connected));
      expect(await read()).toBe(true);
      await eventually('both', () => expect(heard).toEqual([3, 3]));
      await gateways[0].app.close();
      await gateways[0].connection.close();
      expect(await read()).toBe(true);
      await eventually('the other', () => expect(heard).toEqual([3, 3, 3]));
      // As if its process had died: it has no time to say anything.
      await line.close();
      await eventually('the end of its queue', async () => expect(await read()).toBe(false));
      await gateways[1].app.close();
      await gateways[1].connection.close();
    });

    it('drops an event that its handler cannot take, and hears the next and, after a break, the later ones', async () => {
      const heard: number[] = [];
      const line = await TcpProxy.to(broker.rabbitmq.port);
      const gateway = await startGateway(line.urlOf(url), ({ seq }) => {
        heard.push(seq);
        return heard.length === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
      });
      await connected(gateway);
      await read();
      await read();
      await eventually('the next', () => expect(heard).toHaveLength(2));
      line.sever();
      await disconnected(gateway);
      await connected(gateway);
      expect(await read()).toBe(true);
      await eventually('the later one', () => expect(heard).toHaveLength(3));
      await gateway.app.close();
      await gateway.connection.close();
      await line.close();
    });
  });
});
