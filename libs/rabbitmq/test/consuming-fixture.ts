import { randomUUID } from 'node:crypto';
import { raw } from '@messenger/database';
import type { RabbitMq } from '@messenger/stack';
import { countIn, eventually, onChannel, TcpProxy, type TestDatabase } from '@messenger/testing';
import { Pool } from 'pg';
import { expect } from 'vitest';
import { EVENTS_EXCHANGE, queuesOf } from '../src/index.js';
import { eventsDatabase } from '../../outbox/test/service.js';
import { startConsumer, stopConsumer, type Consumer, type RegistrationHandler } from './consumer.js';

const { main, retry } = queuesOf('user-service');
const REGISTERED = 'auth.user_registered.v1';

export interface Published {
  id?: string;
  userId?: string;
  /** `null`: the message has none. */
  type?: string | null;
  body?: string;
}

/** A broker, a database, and consumers that reach the broker by way of `proxy`. */
export class ConsumingFixture {
  private readonly running: Consumer[] = [];

  private constructor(
    private readonly broker: RabbitMq,
    readonly database: TestDatabase,
    readonly proxy: TcpProxy,
  ) {}

  static async on(broker: RabbitMq): Promise<ConsumingFixture> {
    return new ConsumingFixture(broker, await eventsDatabase(), await TcpProxy.to(broker.port));
  }

  get url(): string {
    return this.broker.url;
  }

  /** Runs rabbitmqctl. */
  control(...args: string[]): Promise<void> {
    return this.broker.control(...args);
  }

  /** Another connection path to the broker. */
  line(): Promise<TcpProxy> {
    return TcpProxy.to(this.broker.port);
  }

  async consumer(handler: RegistrationHandler, retryDelayMs?: number): Promise<Consumer> {
    const consumer = await startConsumer(this.proxy.urlOf(this.url), this.database, handler, retryDelayMs);
    this.running.push(consumer);
    await connected(consumer);
    return consumer;
  }

  async stopConsumers(): Promise<void> {
    for (const consumer of this.running.splice(0)) {
      await stopConsumer(consumer);
      await consumer.app.get(Pool).end();
    }
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    await this.database.close();
  }

  /** Publishes as auth-service does, except for what the test sets. */
  publish(...events: Published[]): Promise<void> {
    return onChannel(this.url, (channel) => {
      for (const { id: messageId = randomUUID(), userId = randomUUID(), type = REGISTERED, body } of events) {
        const json = body ?? JSON.stringify({ userId, registeredAt: new Date().toISOString() });
        const headers = { 'cloudEvents:position': '7', 'cloudEvents:recipientids': `${userId},${userId}` };
        const properties = { messageId, ...(type !== null && { type }), persistent: true, headers };
        channel.publish(EVENTS_EXCHANGE, REGISTERED, Buffer.from(json), properties);
      }
      return Promise.resolve();
    });
  }

  async effectsOn(userId: string): Promise<number> {
    return (await this.database.sql.run(raw(`SELECT FROM effects WHERE user_id = $1`, [userId]))).length;
  }

  /** Resolves once both queues are empty. */
  settled(): Promise<void> {
    return eventually(async () => {
      expect(await countIn(this.url, main)).toBe(0);
      expect(await countIn(this.url, retry)).toBe(0);
    });
  }
}

/** The handlers' effect: one row an event. */
export const effect: RegistrationHandler = (payload, context, inbox) =>
  inbox.once(context, async (transaction) => {
    await transaction.run(raw(`INSERT INTO effects VALUES ($1)`, [payload.userId]));
  });

export function connected({ connection }: Consumer): Promise<void> {
  return eventually(() => expect(connection.connected).toBe(true));
}

export function disconnected({ connection }: Consumer): Promise<void> {
  return eventually(() => expect(connection.connected).toBe(false));
}
