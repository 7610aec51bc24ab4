import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

export interface IdentityRow {
  /** UUIDv7. */
  id: string;
  provider: string;
  email: string;
  createdAt: Date;
}

/** Who somebody is to Google; the address is what Google knew them by at first. */
export interface NewIdentity {
  userId: string;
  issuer: string;
  subject: string;
  email: string;
}

@Injectable()
export class IdentitiesRepository {
  /** Oldest first. */
  list(sql: Sql, userId: string): Promise<IdentityRow[]> {
    return sql.query<IdentityRow>(
      `SELECT id, provider, email, created_at AS "createdAt" FROM identities WHERE user_id = $1 ORDER BY created_at, id`,
      [userId],
    );
  }

  /** It cannot be dropped until the transaction has ended. */
  async find(sql: Sql, issuer: string, subject: string): Promise<{ id: string; userId: string } | undefined> {
    const [identity] = await sql.query<{ id: string; userId: string }>(
      `SELECT id, user_id AS "userId" FROM identities WHERE issuer = $1 AND subject = $2 FOR KEY SHARE`,
      [issuer, subject],
    );
    return identity;
  }

  /** Answers with its id; `identities_issuer_subject_key` refuses a second one. */
  async insert(sql: Sql, { userId, issuer, subject, email }: NewIdentity): Promise<string> {
    const id = uuidv7();
    await sql.query(
      `INSERT INTO identities (id, user_id, provider, issuer, subject, email) VALUES ($1, $2, 'google', $3, $4, $5)`,
      [id, userId, issuer, subject, email],
    );
    return id;
  }

  async delete(sql: Sql, id: string): Promise<void> {
    await sql.query(`DELETE FROM identities WHERE id = $1`, [id]);
  }
}
