import { first, type Selectable, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { db, type NewRow } from '../database.js';
import type { Identities } from '../tables.gen.js';

const LISTED_COLUMNS = ['id', 'provider', 'email', 'createdAt'] as const;

export type IdentityRow = Pick<Selectable<Identities>, (typeof LISTED_COLUMNS)[number]>;
export type NewIdentity = NewRow<'identities', 'id' | 'createdAt'>;

@Injectable()
export class IdentitiesRepository {
  /** The oldest comes first. */
  list(sql: Sql, userId: string): Promise<IdentityRow[]> {
    return sql.run(
      db
        .selectFrom('identities')
        .select(LISTED_COLUMNS)
        .where('userId', '=', userId)
        .orderBy('createdAt')
        .orderBy('id'),
    );
  }

  /** Locks the identity against deletion until the transaction ends. */
  find(sql: Sql, issuer: string, subject: string): Promise<{ id: string; userId: string } | undefined> {
    return first(
      sql,
      db
        .selectFrom('identities')
        .select(['id', 'userId'])
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .forKeyShare(),
    );
  }

  /** Resolves with its id. Violates `identities_issuer_subject_key` where the identity exists. */
  async insert(sql: Sql, identity: NewIdentity): Promise<string> {
    const id = uuidv7();
    await sql.run(db.insertInto('identities').values({ id, ...identity }));
    return id;
  }

  async delete(sql: Sql, id: string): Promise<void> {
    await sql.run(db.deleteFrom('identities').where('id', '=', id));
  }

  async deleteAll(sql: Sql, userId: string): Promise<void> {
    await sql.run(db.deleteFrom('identities').where('userId', '=', userId));
  }
}
