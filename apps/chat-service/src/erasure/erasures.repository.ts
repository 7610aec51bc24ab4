import { first, now, type Selectable, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import type { Erasures } from '../tables.gen.js';

export type Erasure = Pick<Selectable<Erasures>, 'userId' | 'erasureId' | 'keepMessages'>;

/** An erasure that its process has not finished by then is taken over: it died. */
const LEASE_SECONDS = 30;

@Injectable()
export class ErasuresRepository {
  async insert(sql: Sql, erasure: Erasure): Promise<void> {
    await sql.run(
      db
        .insertInto('erasures')
        .values(erasure)
        .onConflict((known) => known.doNothing()),
    );
  }

  /** Two processes that work on one do no harm: each step is done once. */
  claim(sql: Sql): Promise<Erasure | undefined> {
    const next = db
      .selectFrom('erasures')
      .select('userId')
      .where('claimedUntil', '<=', now())
      .orderBy('claimedUntil')
      .limit(1)
      .forUpdate()
      .skipLocked();
    return first(
      sql,
      db
        .updateTable('erasures')
        .set({ claimedUntil: now({ seconds: LEASE_SECONDS }) })
        .where('userId', 'in', next)
        .returning(['userId', 'erasureId', 'keepMessages']),
    );
  }

  /** False where another process has finished it. */
  async finish(sql: Sql, { userId }: Erasure): Promise<boolean> {
    return (await sql.run(db.deleteFrom('erasures').where('userId', '=', userId).returning('userId'))).length > 0;
  }
}
