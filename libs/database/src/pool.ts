import { Logger } from '@nestjs/common';
import pg, { Pool } from 'pg';

/** The server's limit comes first: the client's is for a server that does not answer at all. */
export const TIME_LIMITS_MS = {
  connectionTimeoutMillis: 2_000,
  statement_timeout: 4_000,
  query_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
} as const;

/** Positions, versions and counts are far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
/** A calendar date stays a text, `2001-02-03`: as a `Date` it would be another day in another time zone. */
pg.types.setTypeParser(pg.types.builtins.DATE, String);

export interface PoolOptions {
  url: string;
  /** The one schema that the role sees. */
  schema: string;
  poolSize: number;
  /** Those that differ from the usual ones. */
  timeLimitsMs?: Partial<Record<keyof typeof TIME_LIMITS_MS, number>>;
}

const logger = new Logger('Pool');

/**
 * A connection pool with time limits everywhere. Not connected yet.
 *
 * `pipeline`: statements that are run at the same time travel together. In that mode pg itself destroys a connection that
 * hits `query_timeout`; otherwise it would go back to the pool inside its transaction.
 */
export function createPool({ url, schema, poolSize, timeLimitsMs }: PoolOptions): Pool {
  const options = { ...TIME_LIMITS_MS, ...timeLimitsMs, keepAlive: true, pipeline: true };
  const pool = new Pool({ ...options, connectionString: url, application_name: schema, max: poolSize });
  // An idle connection that breaks leaves the pool by itself; unheard, its error would end the process.
  pool.on('error', (error) => logger.debug('An idle connection has broken', error));
  return pool;
}
