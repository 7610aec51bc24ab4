import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { sqlOn, type Sql } from '../sql.js';
import type { EventType } from '../catalogue.js';
import { appendToOutbox, type NewEvent } from './outbox.repository.js';
import { OutboxSignal } from './outbox-signal.js';

/** A unit of work: what it changes and what it tells are committed together, or neither is. */
export class Transaction implements Sql {
  readonly events: NewEvent[] = [];
  private readonly sql: Sql;

  constructor(private readonly runner: QueryRunner) {
    this.sql = sqlOn(runner);
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  query<Row extends object>(statement: string, parameters?: unknown[]): Promise<Row[]> {
    return this.sql.query(statement, parameters);
  }

  /** The event is written with the commit, so its place in the log follows every lock that the work holds. */
  emit<T extends EventType>(event: NewEvent<T>): void {
    this.events.push(event);
  }
}

@Injectable()
export class Transactions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signal: OutboxSignal,
  ) {}

  /** Runs `work` in a READ COMMITTED transaction; an error rolls everything back and is thrown on. */
  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const transaction = new Transaction(runner);
      const result = await work(transaction);
      if (transaction.events.length > 0) await appendToOutbox(transaction, transaction.events);
      await runner.commitTransaction();
      if (transaction.events.length > 0) this.signal.notify();
      return result;
    } catch (error) {
      // A connection that broke cannot roll back, and need not: the server does.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** A statement outside any transaction. */
  async query<Row extends object>(statement: string, parameters?: unknown[]): Promise<Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await sqlOn(runner).query<Row>(statement, parameters);
    } finally {
      await runner.release();
    }
  }
}
