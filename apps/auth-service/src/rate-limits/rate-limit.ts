import { createHash } from 'node:crypto';
import { RateLimitedError } from '@messenger/errors';
import type { Sql } from '@messenger/database';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimitOptions {
  /** What is counted; the same for every instance, and for good. */
  name: string;
  points: number;
  /** Seconds from the first point on, after which all of them are forgotten. */
  duration: number;
}

/** Counts in PostgreSQL: a restart forgets nothing, and all instances count together. */
export class RateLimit {
  private readonly limiter: RateLimiterPostgres;

  /** The run-time role cannot create the table: a migration has. */
  constructor(sql: Sql, { name, points, duration }: RateLimitOptions) {
    const table = { tableName: 'rate_limits', tableCreated: true };
    this.limiter = new RateLimiterPostgres({
      ...table,
      storeClient: clientOn(sql),
      storeType: 'client',
      keyPrefix: name,
      points,
      duration,
    });
  }

  /** @throws RateLimitedError where all points were consumed before */
  async consume(...key: string[]): Promise<void> {
    try {
      await this.limiter.consume(digest(key));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new RateLimitedError(Math.max(1, Math.ceil(refused.msBeforeNext / 1_000)));
    }
  }

  async giveBack(...key: string[]): Promise<void> {
    await this.limiter.reward(digest(key));
  }

  async clear(...key: string[]): Promise<void> {
    await this.limiter.delete(digest(key));
  }
}

/** Addresses do not fit the column, and need not be read by anybody. */
function digest(key: string[]): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('base64url');
}

/** As much of a pg client as the limiter uses, on our own pool with its time limits. */
function clientOn(sql: Sql): object {
  return {
    query: async ({ text, values }: { text: string; values: unknown[] }) => {
      const rows = await sql.query(text, values);
      return { rows, rowCount: rows.length };
    },
  };
}
