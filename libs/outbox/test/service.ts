import { Database } from '@messenger/database';
import { EventPublisher, FeedPublisher, RabbitMqConnection } from '@messenger/rabbitmq';
import { openPool, testDatabase, type TestDatabase } from '@messenger/testing';
import type { Pool } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import {
  CommittedEvents,
  CREATE_EVENT_TABLES,
  FeedHeartbeat,
  INDEX_EVENT_LOG,
  Outbox,
  OutboxSweeper,
  type NewEvent,
} from '../src/index.js';

/** Event tables, and one for the effects of events. */
class CreateTables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...CREATE_EVENT_TABLES, ...INDEX_EVENT_LOG]) await runner.query(statement);
    await runner.query('CREATE TABLE effects (user_id uuid NOT NULL)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only'));
  }
}

export function eventsDatabase(): Promise<TestDatabase> {
  return testDatabase('user-service', [CreateTables1700000000000]);
}

/** A type with a durable consumer. */
export function aRegistration(userId: string = uuidv7()): NewEvent<'auth.user_registered.v1'> {
  return {
    type: 'auth.user_registered.v1',
    payload: { userId, registeredAt: new Date(), name: undefined },
    subject: userId,
    recipientIds: [userId],
  };
}

/** A type that only gateways listen to. */
export function aReading(seq: number): NewEvent<'chat.read.v1'> {
  const [chatId, userId] = [uuidv7(), uuidv7()];
  return { type: 'chat.read.v1', payload: { chatId, userId, seq }, subject: chatId, recipientIds: [userId] };
}

export function aReadingFor(recipientIds: string[], seq = 1): NewEvent<'chat.read.v1'> {
  return { ...aReading(seq), recipientIds };
}

/** One instance of a service: its pool, its connection to the broker and its outbox. */
export class ServiceInstance {
  readonly database: Database;
  readonly connection: RabbitMqConnection;
  readonly publisher: EventPublisher;
  readonly outbox: Outbox;
  readonly sweeper: OutboxSweeper;
  private readonly committed: CommittedEvents;
  private readonly heartbeat: FeedHeartbeat;

  private constructor(
    readonly pool: Pool,
    amqpUrl: string,
  ) {
    this.database = new Database(pool);
    this.connection = new RabbitMqConnection(amqpUrl);
    this.publisher = new EventPublisher(this.connection);
    const feed = new FeedPublisher(this.connection);
    this.committed = new CommittedEvents('chat', this.database, feed, this.publisher);
    this.outbox = new Outbox(this.committed);
    this.sweeper = new OutboxSweeper(this.database, this.publisher);
    this.heartbeat = new FeedHeartbeat('chat', this.database, feed);
  }

  /** Connects as soon as `start` is called; until then it writes as a service whose broker is away. */
  static on({ runtimeUrl }: TestDatabase, amqpUrl = 'amqp://127.0.0.1:1'): ServiceInstance {
    return new ServiceInstance(openPool(runtimeUrl, 'users'), amqpUrl);
  }

  async start(): Promise<void> {
    await this.connection.start();
    this.sweeper.onApplicationBootstrap();
    this.heartbeat.onApplicationBootstrap();
  }

  /** Commits the events in one transaction. */
  commit(...events: NewEvent[]): Promise<void> {
    return this.database.transaction((transaction) => {
      for (const event of events) this.outbox.add(transaction, event);
      return Promise.resolve();
    });
  }

  /** Commits the events, a transaction each. */
  async commitEach(events: NewEvent[]): Promise<void> {
    for (const event of events) await this.commit(event);
  }

  async stop(): Promise<void> {
    await this.heartbeat.onApplicationShutdown();
    await this.committed.onApplicationShutdown();
    await this.sweeper.onApplicationShutdown();
    await this.connection.close();
    await this.pool.end();
  }
}
