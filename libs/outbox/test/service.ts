import { openPool, testDatabase, type TestDatabase } from '@messenger/testing';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import {
  CREATE_EVENT_TABLES,
  EventPublisher,
  INDEX_EVENT_LOG,
  OutboxRelay,
  OutboxSignal,
  RabbitMqConnection,
  Database,
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

export function aRegistration(userId: string = uuidv7()): NewEvent<'auth.user_registered.v1'> {
  return {
    type: 'auth.user_registered.v1',
    payload: { userId, registeredAt: new Date() },
    subject: userId,
    recipientIds: [userId],
  };
}

/** A type that no durable queue is bound to. */
export function aReading(seq: number): NewEvent<'chat.read.v1'> {
  const [chatId, userId] = [uuidv7(), uuidv7()];
  return { type: 'chat.read.v1', payload: { chatId, userId, seq }, subject: chatId, recipientIds: [userId] };
}

/** One that concerns these people. */
export function aReadingFor(recipientIds: string[], seq = 1): NewEvent<'chat.read.v1'> {
  return { ...aReading(seq), recipientIds };
}

/** Commits the events in one transaction. */
export function tell(by: Database, events: NewEvent[]): Promise<void> {
  return by.run((transaction) => {
    for (const event of events) transaction.emit(event);
    return Promise.resolve();
  });
}

/** One process that publishes: its pool, its connection to the broker and its relay. */
export class PublishingProcess {
  readonly database: Database;
  readonly connection: RabbitMqConnection;
  readonly publisher: EventPublisher;
  readonly relay: OutboxRelay;

  private constructor(
    readonly dataSource: DataSource,
    amqpUrl: string,
  ) {
    const signal = new OutboxSignal();
    this.database = new Database(dataSource, signal);
    this.connection = new RabbitMqConnection(amqpUrl);
    this.publisher = new EventPublisher(this.connection, signal);
    this.relay = new OutboxRelay(this.database, this.publisher, signal);
  }

  static async on({ runtimeUrl }: TestDatabase, amqpUrl: string): Promise<PublishingProcess> {
    const process = new PublishingProcess(await openPool(runtimeUrl, 'users'), amqpUrl);
    await process.connection.start();
    return process;
  }

  /** Commits the events, a transaction each. */
  async tell(events: NewEvent[]): Promise<void> {
    for (const event of events) await tell(this.database, [event]);
  }

  async stop(): Promise<void> {
    await this.relay.onApplicationShutdown();
    await this.connection.close();
    await this.dataSource.destroy();
  }
}
