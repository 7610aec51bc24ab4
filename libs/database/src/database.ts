import { Injectable } from '@nestjs/common';
import type { Compilable } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import { poolWaitSeconds } from './database.metrics.js';
import {
  DatabaseUnavailableError,
  isConnectionLost,
  isRetryable,
  isSilence,
  toDatabaseError,
} from './database-errors.js';
import { preparedStatement } from './prepared-statement.js';
import { rowsOf } from './rows.js';
import type { Sql } from './sql.js';
import { observedStatement } from './observed-statement.js';
import { Transaction } from './transaction.js';

const PING_TIMEOUT_MS = 1_000;

/** The service's schema: single statements, and transactions. */
@Injectable()
export class Database implements Sql {
  private readonly madeAtMs = new WeakMap<PoolClient, number>();
  private silentAtMs = -Infinity;

  constructor(private readonly pool: Pool) {
    pool.on('connect', (client) => this.madeAtMs.set(client, performance.now()));
  }

  /** Resolves once the server has answered; rejects with the driver's error where it does not within a second. */
  async ping(): Promise<void> {
    const query = { text: 'SELECT 1', query_timeout: PING_TIMEOUT_MS };
    try {
      await this.withConnection((client) => client.query(query));
    } catch (error) {
      throw error instanceof DatabaseUnavailableError && error.cause instanceof Error ? error.cause : error;
    }
  }

  /** A statement outside any transaction. */
  run<Row>(statement: Compilable<Row>): Promise<Row[]> {
    const { query, summary } = preparedStatement(statement);
    return this.withConnection(async (client) => {
      return rowsOf<Row>(await observedStatement(summary, () => client.query(query)));
    });
  }

  /**
   * Runs `work` in a READ COMMITTED transaction; an error rolls everything back and is thrown on. Runs it once more where
   * it lost against another transaction: so `work` changes nothing but the database.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.withConnection((client) => commit(client, work));
  }

  /** Destroys the connection where it broke or is still inside a transaction: the next write on it would be lost. */
  private async withConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connect();
    let broken = false;
    const onError = (): void => void (broken = true);
    client.on('error', onError);
    try {
      return await retryOnce(() => work(client));
    } catch (error) {
      if (isSilence(error)) this.silentAtMs = performance.now();
      broken ||= isConnectionLost(error) || client.getTransactionStatus() !== 'I';
      throw toDatabaseError(error);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  /** Connections of before a silence may lead to a server that is gone: they are made anew. */
  private async connect(): Promise<PoolClient> {
    const measure = poolWaitSeconds.startTimer();
    try {
      for (;;) {
        const client = await this.pool.connect();
        if ((this.madeAtMs.get(client) ?? 0) >= this.silentAtMs) return client;
        client.release(true);
      }
    } catch (error) {
      throw toDatabaseError(error);
    } finally {
      measure();
    }
  }
}

async function commit<T>(client: PoolClient, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const transaction = new Transaction(client);
  try {
    const result = await work(transaction);
    await transaction.commit();
    return result;
  } catch (error) {
    await transaction.rollBack().catch(() => undefined);
    throw error;
  }
}

async function retryOnce<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isRetryable(error)) throw error;
    return work();
  }
}
