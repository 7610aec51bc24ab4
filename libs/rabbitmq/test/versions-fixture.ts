import type { RabbitMq } from '@messenger/stack';
import { countIn, emptyQueues, eventually, onChannel } from '@messenger/testing';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { EVENTS_EXCHANGE, queuesOf, type RedeliveryTimes } from '../src/index.js';
import { startVersion, stopConsumer, type Consumer, type VersionHandlers } from './consumer.js';

const { main, retry, deferred } = queuesOf('user-service');
const REGISTERED = 'auth.user_registered.v1';
/** The type that only the newer version subscribes to. */
export const NEW_TYPE = 'chat.read.v1';

/** Two versions of user-service on its queue, and what each has handled. */
export class VersionsFixture {
  readonly handledByOld: string[] = [];
  readonly handledByNew: string[] = [];
  private readonly running: Consumer[] = [];

  constructor(private readonly broker: RabbitMq) {}

  get url(): string {
    return this.broker.url;
  }

  /** Empties the queues, and leaves them as the newer version declares them. */
  async reset(): Promise<void> {
    this.handledByOld.length = 0;
    this.handledByNew.length = 0;
    await emptyQueues(this.url);
    await onChannel(this.url, async (channel) => {
      await channel.purgeQueue(deferred);
      await channel.bindQueue(main, EVENTS_EXCHANGE, NEW_TYPE);
    });
  }

  startOld(times: Partial<RedeliveryTimes>): Promise<Consumer> {
    return this.run({ onRegistered: ({ userId }) => settled(this.handledByOld.push(userId)) }, times);
  }

  startNew(times: Partial<RedeliveryTimes>): Promise<Consumer> {
    const handlers: VersionHandlers = {
      onRegistered: ({ userId }) => settled(this.handledByNew.push(userId)),
      onRead: ({ chatId }) => settled(this.handledByNew.push(chatId)),
    };
    return this.run(handlers, times);
  }

  async stopConsumers(): Promise<void> {
    for (const consumer of this.running.splice(0)) await stopConsumer(consumer);
  }

  /** Publishes an event of the type that both versions know for each user. */
  publishRegistrations(userIds: string[]): Promise<void> {
    return this.publish(
      REGISTERED,
      userIds.map((userId) => ({ userId, registeredAt: new Date() })),
    );
  }

  /** Publishes an event of the new type for each chat. */
  publishReads(chatIds: string[], headers: object = {}): Promise<void> {
    return this.publish(
      NEW_TYPE,
      chatIds.map((chatId) => ({ chatId, userId: randomUUID(), seq: 1 })),
      headers,
    );
  }

  /** Resolves once nothing is left in the queues before the dead-letter queue. */
  settled(): Promise<void> {
    return eventually(async () => {
      for (const queue of [main, retry, deferred]) expect(await countIn(this.url, queue)).toBe(0);
    });
  }

  private async run(handlers: VersionHandlers, times: Partial<RedeliveryTimes>): Promise<Consumer> {
    const consumer = await startVersion(this.url, handlers, times);
    this.running.push(consumer);
    await eventually(() => expect(consumer.connection.connected).toBe(true));
    return consumer;
  }

  private publish(type: string, bodies: object[], headers: object = {}): Promise<void> {
    return onChannel(this.url, (channel) => {
      for (const body of bodies) {
        const properties = { messageId: randomUUID(), type, persistent: true, headers };
        channel.publish(EVENTS_EXCHANGE, type, Buffer.from(JSON.stringify(body)), properties);
      }
      return Promise.resolve();
    });
  }
}

function settled(_count: number): Promise<void> {
  return Promise.resolve();
}
