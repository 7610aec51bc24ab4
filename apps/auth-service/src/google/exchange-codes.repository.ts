import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';

/** Seconds from the redirect to the exchange. */
const CODE_LIFE = 60;

export interface ExchangeCode {
  hash: Buffer;
  browserHash: Buffer;
}

@Injectable()
export class ExchangeCodesRepository {
  async insert(sql: Sql, { hash, browserHash }: ExchangeCode, identityId: string): Promise<void> {
    await sql.query(
      `INSERT INTO exchange_codes (hash, browser_hash, identity_id, expires_at)
       VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))`,
      [hash, browserHash, identityId, CODE_LIFE],
    );
  }

  /** Whose account the code opens; whether it still does, {@link use} says. */
  async userOf(sql: Sql, hash: Buffer): Promise<string | undefined> {
    const [code] = await sql.query<{ userId: string }>(
      `SELECT i.user_id AS "userId" FROM exchange_codes c JOIN identities i ON i.id = c.identity_id WHERE c.hash = $1`,
      [hash],
    );
    return code?.userId;
  }

  /** Whether the code was good; it is not any more. */
  async use(sql: Sql, { hash, browserHash }: ExchangeCode): Promise<boolean> {
    const used = await sql.query(
      `UPDATE exchange_codes SET used_at = now()
       WHERE hash = $1 AND browser_hash = $2 AND used_at IS NULL AND expires_at > clock_timestamp()
       RETURNING hash`,
      [hash, browserHash],
    );
    return used.length > 0;
  }

  async deleteExpired(sql: Sql): Promise<void> {
    await sql.query(`DELETE FROM exchange_codes WHERE expires_at < now()`);
  }
}
