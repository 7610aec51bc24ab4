import { Injectable } from '@nestjs/common';
import type { Compilable } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import { poolWaitSeconds } from './database.metrics.js';
import { isConnectionLost, isRetryable, toDatabaseError } from './database-errors.js';
import { preparedStatement } from './prepared-statement.js';
import { rowsOf } from './rows.js';
import type { Sql } from './sql.js';
import { observedStatement } from './observed-statement.js';
import { Transaction } from './transaction.js';

/** The service's schema: single statements, and transactions. */
@Injectable()
export class Database implements Sql {
  constructor(private readonly pool: Pool) {}

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
      broken ||= isConnectionLost(error) || client.getTransactionStatus() !== 'I';
      throw toDatabaseError(error);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  private async connect(): Promise<PoolClient> {
    const measure = poolWaitSeconds.startTimer();
    try {
      return await this.pool.connect();
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
