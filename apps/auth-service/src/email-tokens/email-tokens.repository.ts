import { clockTimestamp, first, now, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { hashOf } from '../crypto/opaque-token.js';
import { db } from '../database.js';

/** What the link in an e-mail is for. */
export type EmailPurpose = 'verification' | 'password_reset';

const TTL_HOURS: Record<EmailPurpose, number> = { verification: 24, password_reset: 1 };

/** Callers that change an account lock it before its tokens: two links of one account used at once would deadlock. */
@Injectable()
export class EmailTokensRepository {
  /** False, and nothing is written, where the address has no account, or is verified already and that is the purpose. */
  async insert(sql: Sql, token: string, email: string, purpose: EmailPurpose): Promise<boolean> {
    const account = db
      .selectFrom('accounts')
      .select((eb) => [
        eb.val(hashOf(token)).as('hash'),
        'id as userId',
        eb.val(purpose).as('purpose'),
        now({ hours: TTL_HOURS[purpose] }).as('expiresAt'),
      ])
      .where('email', '=', email)
      .$if(purpose === 'verification', (accounts) => accounts.where('emailVerifiedAt', 'is', null));
    const inserted = await sql.run(
      db
        .insertInto('emailTokens')
        .columns(['hash', 'userId', 'purpose', 'expiresAt'])
        .expression(account)
        .returning('userId'),
    );
    return inserted.length > 0;
  }

  /** The account that a valid token belongs to. */
  async findUserId(sql: Sql, token: string, purpose: EmailPurpose): Promise<string | undefined> {
    const row = await first(
      sql,
      db
        .selectFrom('emailTokens')
        .select('userId')
        .where('hash', '=', hashOf(token))
        .where('purpose', '=', purpose)
        .where('expiresAt', '>', now()),
    );
    return row?.userId;
  }

  /** Deletes the token; false where it is not a valid one of that account. */
  async consume(sql: Sql, token: string, userId: string, purpose: EmailPurpose): Promise<boolean> {
    const consumed = await sql.run(
      db
        .deleteFrom('emailTokens')
        .where('hash', '=', hashOf(token))
        .where('userId', '=', userId)
        .where('purpose', '=', purpose)
        .where('expiresAt', '>', clockTimestamp())
        .returning('userId'),
    );
    return consumed.length > 0;
  }

  /** Deletes the account's tokens: those of one purpose, or all. */
  async deleteAll(sql: Sql, userId: string, purpose?: EmailPurpose): Promise<void> {
    const tokens = db.deleteFrom('emailTokens').where('userId', '=', userId);
    await sql.run(purpose === undefined ? tokens : tokens.where('purpose', '=', purpose));
  }

  /** Deletes up to `limit`, and resolves with their number. */
  async deleteExpired(sql: Sql, limit: number): Promise<number> {
    const expired = db.selectFrom('emailTokens').select('hash').where('expiresAt', '<', now()).limit(limit);
    return (await sql.run(db.deleteFrom('emailTokens').where('hash', 'in', expired).returning('hash'))).length;
  }
}
