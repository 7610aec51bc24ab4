import { createHash } from 'node:crypto';
import { RateLimitedError } from '@messenger/errors';
import { raw, type Sql } from '@messenger/database';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimitOptions {
  /** Prefix of the keys in the table: a limit that is renamed starts at zero. */
  name: string;
  points: number;
  /** From the first point of a key; then its count starts at zero. */
  durationSeconds: number;
}

/** Counts in PostgreSQL: for all instances together, and across restarts. */
export class RateLimit {
  private readonly limiter: RateLimiterPostgres;

  constructor(sql: Sql, { name, points, durationSeconds }: RateLimitOptions) {
    // The run-time role may not create tables: a migration has created this one.
    const table = { tableName: 'rate_limits', tableCreated: true };
    this.limiter = new RateLimiterPostgres({
      ...table,
      storeClient: clientOn(sql),
      storeType: 'client',
      keyPrefix: name,
      points,
      duration: durationSeconds,
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

  /** Takes one point back. */
  async reward(...key: string[]): Promise<void> {
    await this.limiter.reward(digest(key));
  }

  async reset(...key: string[]): Promise<void> {
    await this.limiter.delete(digest(key));
  }
}

/** An e-mail address may be longer than the column, and the table must not reveal any. */
function digest(key: string[]): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('base64url');
}

/** The part of a pg client that the limiter uses, on the service's pool with its time limits. The SQL is the limiter's. */
function clientOn(sql: Sql): object {
  return {
    query: async ({ text, values }: { text: string; values: unknown[] }) => {
      const rows = await sql.run(raw(text, values));
      return { rows, rowCount: rows.length };
    },
  };
}
