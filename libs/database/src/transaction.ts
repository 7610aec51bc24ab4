import { Logger } from '@nestjs/common';
import type { Compilable } from 'kysely';
import type { PoolClient, QueryArrayResult } from 'pg';
import { preparedStatement } from './prepared-statement.js';
import { raw } from './raw.js';
import { RoundTrip } from './round-trip.js';
import { rowsOf } from './rows.js';
import type { Sql } from './sql.js';
import { observedStatement } from './observed-statement.js';

const logger = new Logger('Transaction');

const BEGIN = raw('BEGIN');
const COMMIT = raw('COMMIT');

/** What a transaction does when its work is done. */
export interface LastStatement<Row> {
  build: () => Compilable<Row>;
  /** Is called with the statement's rows once everything is committed. What it throws is logged: the commit stands. */
  onCommit: (rows: Row[]) => void;
}

/** A unit of work: what it writes is committed together, or none of it. */
export class Transaction implements Sql {
  private began: Promise<unknown> | undefined;
  private readonly last: LastStatement<unknown>[] = [];
  private readonly actions: (() => void)[] = [];
  private readonly roundTrip: RoundTrip;

  constructor(private readonly client: PoolClient) {
    this.roundTrip = new RoundTrip(client);
  }

  /** `BEGIN` travels in the round trip of the first statement. */
  async run<Row>(statement: Compilable<Row>): Promise<Row[]> {
    this.began ??= this.roundTrip.add(preparedStatement(BEGIN).query);
    const [, result] = await Promise.all([this.began, this.send(statement)]);
    return rowsOf<Row>(result);
  }

  /** Runs a statement after the work, in the round trip of `COMMIT`: it takes the transaction's last locks. */
  runLast<Row>(statement: LastStatement<Row>): void {
    this.last.push(statement as LastStatement<unknown>);
  }

  /** Calls `action` once everything is committed. What it throws is logged: the commit stands. */
  afterCommit(action: () => void): void {
    this.actions.push(action);
  }

  /** The last statements and `COMMIT` travel in one round trip. */
  async commit(): Promise<void> {
    const last = this.last.map(({ build }) => this.run(build()));
    if (this.began === undefined) return;
    const [rows, committed] = await Promise.all([Promise.all(last), this.send(COMMIT)]);
    // PostgreSQL answers a COMMIT after an error so, without an error of its own.
    if (committed.command !== 'COMMIT') throw new Error('The transaction was rolled back');
    this.last.forEach(({ onCommit }, index) => runAfterCommit(() => onCommit(rows[index] ?? [])));
    this.actions.forEach(runAfterCommit);
  }

  async rollBack(): Promise<void> {
    if (this.began !== undefined) await this.client.query('ROLLBACK');
  }

  private send(statement: Compilable): Promise<QueryArrayResult> {
    const { query, summary } = preparedStatement(statement);
    return observedStatement(summary, () => this.roundTrip.add(query));
  }
}

function runAfterCommit(action: () => void): void {
  try {
    action();
  } catch (error) {
    logger.error('What follows a commit failed', error as Error);
  }
}
