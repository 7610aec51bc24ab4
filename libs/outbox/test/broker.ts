import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRabbitMq, type RabbitMq } from '@messenger/stack';
import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import { assertTopology, EVENTS_EXCHANGE, queuesOf } from '../src/index.js';

export interface Broker {
  rabbitmq: RabbitMq;
  stop(): Promise<void>;
}

/** A broker for one spec file. */
export async function startBroker(): Promise<Broker> {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-events-'));
  const rabbitmq = await startRabbitMq({ dataDir: join(folder, 'data'), logFile: join(folder, 'rabbitmq.log') });
  const stop = async () => {
    await rabbitmq.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { rabbitmq, stop };
}

/** Work on a connection of its own. */
export async function onChannel<T>(url: string, work: (channel: Channel) => Promise<T>): Promise<T> {
  const connection = await connect(url);
  try {
    const channel = await connection.createConfirmChannel();
    const result = await work(channel);
    await channel.waitForConfirms();
    return result;
  } finally {
    await connection.close();
  }
}

/** Declares everything and leaves the durable queues empty. */
export function emptyQueues(url: string): Promise<void> {
  return onChannel(url, async (channel) => {
    await assertTopology(channel);
    for (const service of ['user-service', 'chat-service'] as const) {
      const { main, retry, dead } = queuesOf(service);
      for (const queue of [main, retry, dead]) await channel.purgeQueue(queue);
    }
  });
}

export function countIn(url: string, queue: string): Promise<number> {
  return onChannel(url, async (channel) => (await channel.checkQueue(queue)).messageCount);
}

/** Takes everything out of a queue, the oldest first. */
export function drain(url: string, queue: string): Promise<ConsumeMessage[]> {
  return onChannel(url, async (channel) => {
    const messages: ConsumeMessage[] = [];
    for (;;) {
      const message = await channel.get(queue, { noAck: true });
      if (message === false) return messages;
      messages.push(message as unknown as ConsumeMessage);
    }
  });
}

export const positionOf = (message: ConsumeMessage): number =>
  Number(message.properties.headers?.['cloudEvents:position']);

/** Hears every event from now on, in the order in which the broker has routed them. */
export class Listener {
  readonly messages: ConsumeMessage[] = [];

  private constructor(private readonly connection: ChannelModel) {}

  static async on(url: string): Promise<Listener> {
    const listener = new Listener(await connect(url));
    listener.connection.on('error', () => undefined);
    const channel = await listener.connection.createChannel();
    await assertTopology(channel);
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, EVENTS_EXCHANGE, '#');
    await channel.consume(queue, (message) => message && listener.messages.push(message), { noAck: true });
    return listener;
  }

  get positions(): number[] {
    return this.messages.map(positionOf);
  }

  close(): Promise<void> {
    return this.connection.close().catch(() => undefined);
  }
}
