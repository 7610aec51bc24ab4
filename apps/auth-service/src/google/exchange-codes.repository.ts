import { clockTimestamp, first, now, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db, type NewRow } from '../database.js';

/** From the redirect to the exchange. */
const CODE_TTL_SECONDS = 60;

export interface ExchangeCode {
  hash: Buffer;
  /** Of the browser, or of the native app, that the code is for. */
  ownerHash: Buffer;
}

@Injectable()
export class ExchangeCodesRepository {
  async insert(sql: Sql, { hash, ownerHash }: ExchangeCode, identityId: string): Promise<void> {
    const expiresAt = clockTimestamp({ seconds: CODE_TTL_SECONDS });
    const code: NewRow<'exchangeCodes', 'usedAt'> = { hash, ownerHash, identityId, expiresAt };
    await sql.run(db.insertInto('exchangeCodes').values(code));
  }

  /** The account that the code signs in to. {@link consume} says whether the code is still valid. */
  async findUserId(sql: Sql, hash: Buffer): Promise<string | undefined> {
    const code = await first(
      sql,
      db
        .selectFrom('exchangeCodes')
        .innerJoin('identities', 'identities.id', 'exchangeCodes.identityId')
        .select('identities.userId')
        .where('exchangeCodes.hash', '=', hash),
    );
    return code?.userId;
  }

  /** Marks the code as used; false where it was not valid. */
  async consume(sql: Sql, { hash, ownerHash }: ExchangeCode): Promise<boolean> {
    const consumed = await sql.run(
      db
        .updateTable('exchangeCodes')
        .set({ usedAt: now() })
        .where('hash', '=', hash)
        .where('ownerHash', '=', ownerHash)
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', clockTimestamp())
        .returning('hash'),
    );
    return consumed.length > 0;
  }

  /** Deletes up to `limit`, and resolves with their number. */
  async deleteExpired(sql: Sql, limit: number): Promise<number> {
    const expired = db.selectFrom('exchangeCodes').select('hash').where('expiresAt', '<', now()).limit(limit);
    return (await sql.run(db.deleteFrom('exchangeCodes').where('hash', 'in', expired).returning('hash'))).length;
  }
}
