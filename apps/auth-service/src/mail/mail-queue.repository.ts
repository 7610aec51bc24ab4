import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { EmailPurpose } from '../email-tokens/email-tokens.repository.js';

export interface QueuedMail {
  id: string;
  email: string;
  purpose: EmailPurpose;
  requestedAt: Date;
}

/** Seconds for which a mail that is being sent is nobody else's; longer than sending takes. */
const LEASE = 240;
/** Seconds between attempts: twice as many each time, up to this. */
const MAX_DELAY = 600;

@Injectable()
export class MailQueueRepository {
  /** Nothing happens where such a mail waits already. */
  async add(sql: Sql, email: string, purpose: EmailPurpose): Promise<void> {
    await sql.query(`INSERT INTO outgoing_mails (id, email, purpose) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
      uuidv7(),
      email,
      purpose,
    ]);
  }

  /** Up to `limit` that are due; who does not come back with them in time leaves them to the next. */
  claim(sql: Sql, limit: number): Promise<QueuedMail[]> {
    return sql.query<QueuedMail>(
      `UPDATE outgoing_mails SET attempts = attempts + 1, send_after = now() + make_interval(secs => $2)
       WHERE id IN (
         SELECT id FROM outgoing_mails WHERE send_after <= now()
         ORDER BY send_after LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       RETURNING id, email, purpose, requested_at AS "requestedAt"`,
      [limit, LEASE],
    );
  }

  async retryLater(sql: Sql, id: string): Promise<void> {
    await sql.query(
      `UPDATE outgoing_mails SET send_after = now() + make_interval(secs => least(power(2, least(attempts, 20)), $2))
       WHERE id = $1`,
      [id, MAX_DELAY],
    );
  }

  async delete(sql: Sql, id: string): Promise<void> {
    await sql.query(`DELETE FROM outgoing_mails WHERE id = $1`, [id]);
  }
}
