import { randomUUID } from 'node:crypto';
import { eventually, TcpProxy } from '@messenger/testing';
import type { ConfirmChannel, Message } from 'amqplib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { onChannel, startBroker, type Broker } from '../../outbox/test/broker.js';
import { EVENTS_EXCHANGE } from '../src/index.js';
import { startListener, stopConsumer, type Consumer, type ReadHandler } from './consumer.js';
import { connected, disconnected } from './consuming-fixture.js';

describe('a process with a queue of its own', () => {
  let broker: Broker;
  let url: string;
  const running: Consumer[] = [];

  beforeAll(async () => {
    broker = await startBroker();
    url = broker.rabbitmq.url;
  });
  afterEach(async () => {
    for (const consumer of running.splice(0)) await stopConsumer(consumer);
  });
  afterAll(() => broker.stop());

  async function aListener(handler: ReadHandler, at = url): Promise<Consumer> {
    const listener = await startListener(at, handler);
    running.push(listener);
    await connected(listener);
    return listener;
  }

  /** Publishes an event, and resolves with whether a queue took it. */
  function publish(): Promise<boolean> {
    return onChannel(url, async (channel) => {
      let taken = true;
      channel.on('return', (_message: Message) => (taken = false));
      const type = 'chat.read.v1';
      const body = Buffer.from(JSON.stringify({ chatId: randomUUID(), userId: randomUUID(), seq: 3 }));
      channel.publish(EVENTS_EXCHANGE, type, body, { messageId: randomUUID(), type, mandatory: true });
      await (channel as ConfirmChannel).waitForConfirms();
      return taken;
    });
  }

  it('receives every event, each of two processes, and its queue ends with it', async () => {
    const received: number[] = [];
    const receive: ReadHandler = ({ seq }) => Promise.resolve(void received.push(seq));
    const line = await TcpProxy.to(broker.rabbitmq.port);
    const first = await aListener(receive);
    await aListener(receive, line.urlOf(url));
    expect(await publish()).toBe(true);
    await eventually(() => expect(received).toEqual([3, 3]));
    await stopConsumer(first);
    expect(await publish()).toBe(true);
    await eventually(() => expect(received).toEqual([3, 3, 3]));
    // As if its process had died: nothing is closed in order.
    await line.close();
    await eventually(async () => expect(await publish()).toBe(false));
  });

  it('drops an event whose handler fails, and receives the next and, after a reconnect, the later ones', async () => {
    const received: number[] = [];
    const line = await TcpProxy.to(broker.rabbitmq.port);
    const listener = await aListener(({ seq }) => {
      received.push(seq);
      return received.length === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
    }, line.urlOf(url));
    await publish();
    await publish();
    await eventually(() => expect(received).toHaveLength(2));
    line.sever();
    await disconnected(listener);
    await connected(listener);
    expect(await publish()).toBe(true);
    await eventually(() => expect(received).toHaveLength(3));
    await stopConsumer(running.pop()!);
    await line.close();
  });
});
