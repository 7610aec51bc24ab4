import { first, now, raw, type Selectable, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { db } from '../database.js';
import type { AccountDeletions } from '../tables.gen.js';

export type AccountDeletion = Selectable<AccountDeletions>;
export type BegunErasure = Pick<AccountDeletion, 'userId' | 'erasureId' | 'keepMessages'>;

@Injectable()
export class AccountDeletionsRepository {
  /** Resolves with the time of the erasure. A request that is there already keeps its time. */
  async request(sql: Sql, userId: string, keepMessages: boolean, graceDays: number): Promise<Date> {
    const deletion = { userId, keepMessages, erasureId: uuidv4(), eraseAt: now({ days: graceDays }) };
    const [row] = (await sql.run(
      db
        .insertInto('accountDeletions')
        .values(deletion)
        .onConflict((known) => known.column('userId').doUpdateSet({ keepMessages }))
        .returning('eraseAt'),
    )) as [Pick<AccountDeletion, 'eraseAt'>];
    return row.eraseAt;
  }

  /** Does nothing where the erasure has begun. */
  async cancel(sql: Sql, userId: string): Promise<void> {
    await sql.run(db.deleteFrom('accountDeletions').where('userId', '=', userId).where('erasedAt', 'is', null));
  }

  /** The accounts whose time has come. */
  async listDue(sql: Sql, limit: number): Promise<string[]> {
    const due = await sql.run(
      db
        .selectFrom('accountDeletions')
        .select('userId')
        .where('erasedAt', 'is', null)
        .where('eraseAt', '<=', now())
        .orderBy('eraseAt')
        .limit(limit),
    );
    return due.map(({ userId }) => userId);
  }

  /** Undefined, and nothing is written, where it was cancelled or has begun. */
  begin(sql: Sql, userId: string, waitingFor: string[]): Promise<BegunErasure | undefined> {
    return first(
      sql,
      db
        .updateTable('accountDeletions')
        .set({ erasedAt: now(), waitingFor })
        .where('userId', '=', userId)
        .where('erasedAt', 'is', null)
        .where('eraseAt', '<=', now())
        .returning(['userId', 'erasureId', 'keepMessages']),
    );
  }

  /** Resolves with the person, and with whom else the erasure waits for; undefined where it is finished. */
  confirm(
    sql: Sql,
    erasureId: string,
    service: string,
  ): Promise<Pick<AccountDeletion, 'userId' | 'waitingFor'> | undefined> {
    return first(
      sql,
      db
        .updateTable('accountDeletions')
        .set((row) => ({ waitingFor: row.fn<string[]>('array_remove', ['waitingFor', row.val(service)]) }))
        .where('erasureId', '=', erasureId)
        .returning(['userId', 'waitingFor']),
    );
  }

  async delete(sql: Sql, userId: string): Promise<void> {
    await sql.run(db.deleteFrom('accountDeletions').where('userId', '=', userId));
  }

  /** How long the oldest erasure has been waiting for a service; 0 where none is. */
  async oldestAgeSeconds(sql: Sql): Promise<number> {
    const row = await first(
      sql,
      raw<{ seconds: number }>(
        `SELECT coalesce(extract(epoch FROM now() - min(erased_at)), 0)::float AS seconds FROM account_deletions`,
      ),
    );
    return row?.seconds ?? 0;
  }
}
