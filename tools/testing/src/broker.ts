import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRabbitMq, type RabbitMq } from '@messenger/stack';
import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import { decodeFeedEvents, DURABLE_SUBSCRIPTIONS, type DurableConsumer } from '@messenger/events';
import { assertTopology, EVENTS_EXCHANGE, FEED_EXCHANGE, queuesOf } from '@messenger/rabbitmq';
import { it } from 'vitest';

/**
 * Tests on a broker that the files of a worker share, for it takes longer to start than most tests. Each file finds it
 * empty; a test that stops it, or sets off its alarms, brings it back.
 */
export const brokerTest = it
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are wanted
  .extend('rabbitmq', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const folder = mkdtempSync(join(tmpdir(), 'messenger-events-'));
    const rabbitmq = await startRabbitMq({ dataDir: join(folder, 'data'), logFile: join(folder, 'rabbitmq.log') });
    onCleanup(async () => {
      await rabbitmq.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    return rabbitmq;
  })
  .extend('broker', { scope: 'file' }, async ({ rabbitmq }): Promise<RabbitMq> => {
    if (rabbitmq.pid === undefined) await rabbitmq.start();
    await removeTopology(rabbitmq.url);
    return rabbitmq;
  });

/** Removes whatever another file has declared, or bound. */
function removeTopology(url: string): Promise<void> {
  return onChannel(url, async (channel) => {
    for (const service of Object.keys(DURABLE_SUBSCRIPTIONS) as DurableConsumer[]) {
      for (const queue of Object.values(queuesOf(service)) as string[]) await channel.deleteQueue(queue);
    }
    for (const exchange of [EVENTS_EXCHANGE, FEED_EXCHANGE]) await channel.deleteExchange(exchange);
  });
}

/** Work on a connection of its own. */
export async function onChannel<T>(url: string, work: (channel: Channel) => Promise<T>): Promise<T> {
  const connection = await connect(url);
  // What is wrong with the connection ends the work on it.
  connection.on('error', () => undefined);
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

/** Listens to every feed from now on. */
export class FeedListener {
  readonly commits: ConsumeMessage[] = [];
  readonly heads: number[] = [];

  private constructor(private readonly connection: ChannelModel) {}

  static async on(url: string): Promise<FeedListener> {
    const listener = new FeedListener(await connect(url));
    listener.connection.on('error', () => undefined);
    const channel = await listener.connection.createChannel();
    await assertTopology(channel);
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, FEED_EXCHANGE, '#');
    await channel.consume(queue, (message) => message && listener.receive(message), { noAck: true });
    return listener;
  }

  get positions(): number[] {
    return this.commits.flatMap(({ content }) => decodeFeedEvents(content).map(({ position }) => position));
  }

  close(): Promise<void> {
    return this.connection.close().catch(() => undefined);
  }

  private receive(message: ConsumeMessage): void {
    this.heads.push(Number(message.properties.headers?.head));
    if (decodeFeedEvents(message.content).length > 0) this.commits.push(message);
  }
}
