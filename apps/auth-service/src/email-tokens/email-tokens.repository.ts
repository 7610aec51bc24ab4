import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { hashOf } from '../crypto/opaque-token.js';

/** What a link in a mail is for. */
export type EmailPurpose = 'verification' | 'password_reset';

/** Hours that a link works. */
const LIFE: Record<EmailPurpose, number> = { verification: 24, password_reset: 1 };

/** Who changes an account locks it before its tokens: two links of one account used at once must not deadlock. */
@Injectable()
export class EmailTokensRepository {
  /** False, and nothing written, where the address has no account, or nothing to verify. */
  async insert(sql: Sql, token: string, email: string, purpose: EmailPurpose): Promise<boolean> {
    const inserted = await sql.query(
      `INSERT INTO email_tokens (hash, user_id, purpose, expires_at)
       SELECT $1, id, $3, now() + make_interval(hours => $4) FROM accounts
       WHERE email = $2 AND ($3 <> 'verification' OR email_verified_at IS NULL)
       RETURNING user_id`,
      [hashOf(token), email, purpose, LIFE[purpose]],
    );
    return inserted.length > 0;
  }

  async ownerOf(sql: Sql, token: string, purpose: EmailPurpose): Promise<string | undefined> {
    const [row] = await sql.query<{ userId: string }>(
      `SELECT user_id AS "userId" FROM email_tokens WHERE hash = $1 AND purpose = $2 AND expires_at > now()`,
      [hashOf(token), purpose],
    );
    return row?.userId;
  }

  /** Whether it was a valid token of that account, which it is no more. */
  async use(sql: Sql, token: string, userId: string, purpose: EmailPurpose): Promise<boolean> {
    const used = await sql.query(
      `DELETE FROM email_tokens
       WHERE hash = $1 AND user_id = $2 AND purpose = $3 AND expires_at > clock_timestamp() RETURNING user_id`,
      [hashOf(token), userId, purpose],
    );
    return used.length > 0;
  }

  /** Of that account: those of one purpose, or all. */
  async void(sql: Sql, userId: string, purpose: EmailPurpose | null = null): Promise<void> {
    await sql.query(`DELETE FROM email_tokens WHERE user_id = $1 AND purpose = coalesce($2, purpose)`, [
      userId,
      purpose,
    ]);
  }

  async deleteExpired(sql: Sql): Promise<void> {
    await sql.query(`DELETE FROM email_tokens WHERE expires_at < now()`);
  }
}
