import type { Compilable } from 'kysely';
import type { PoolClient } from 'pg';
import { preparedStatement } from './prepared-statement.js';
import { rowsOf } from './rows.js';
import { raw } from './raw.js';
import type { Sql } from './sql.js';

/** A unit of work: what it writes is committed together, or none of it. */
export class Transaction implements Sql {
  private began: Promise<unknown> | undefined;
  private readonly lastStatements: (() => Compilable<unknown>)[] = [];
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly client: PoolClient) {}

  /** `BEGIN` travels in the flight of the first statement. */
  async run<Row>(statement: Compilable<Row>): Promise<Row[]> {
    const beginning = (this.began ??= this.client.query('BEGIN'));
    const [, result] = await Promise.all([beginning, this.client.query(preparedStatement(statement))]);
    return rowsOf<Row>(result);
  }

  query<Row extends object>(text: string, parameters?: unknown[]): Promise<Row[]> {
    return this.run(raw<Row>(text, parameters));
  }

  /** Has a statement built and run when the work is done: the last locks that the transaction takes. */
  runBeforeCommit(build: () => Compilable<unknown>): void {
    this.lastStatements.push(build);
  }

  /** Calls `listener` once everything is committed. */
  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** The last statements and `COMMIT` travel in one flight. */
  async commit(): Promise<void> {
    const last = this.lastStatements.map((build) => this.run(build()));
    if (this.began === undefined) return;
    const [, committed] = await Promise.all([Promise.all(last), this.client.query('COMMIT')]);
    // PostgreSQL answers a COMMIT after an error so, without an error of its own.
    if (committed.command !== 'COMMIT') throw new Error('The transaction was rolled back');
    for (const listener of this.listeners) listener();
  }

  async rollBack(): Promise<void> {
    if (this.began !== undefined) await this.client.query('ROLLBACK');
  }
}
