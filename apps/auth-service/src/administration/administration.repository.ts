import { first, now, raw, type Compilable, type KeysetPosition, type Selectable, type Sql } from '@messenger/database';
import type { Complete, GetFiguresResponse } from '@messenger/proto';
import { isUUID } from 'class-validator';
import { Injectable } from '@nestjs/common';
import type { ExpressionBuilder } from 'kysely';
import { db } from '../database.js';
import type { Accounts, DB } from '../tables.gen.js';

export interface AdministeredAccount extends Omit<Selectable<Accounts>, 'passwordHash'> {
  lastUsedAt: Date | null;
  eraseAt: Date | null;
}

@Injectable()
export class AdministrationRepository {
  find(sql: Sql, id: string): Promise<AdministeredAccount | undefined> {
    return first(sql, administered().where('accounts.id', '=', id));
  }

  /** The newest first. */
  list(
    sql: Sql,
    query: string | undefined,
    after: KeysetPosition | undefined,
    limit: number,
  ): Promise<AdministeredAccount[]> {
    return sql.run(
      administered()
        .$if(query !== undefined, (accounts) => accounts.where((eb) => matches(eb, query ?? '')))
        .$if(after !== undefined, (accounts) =>
          accounts.where((eb) =>
            eb(
              eb.refTuple('accounts.createdAt', 'accounts.id'),
              '<',
              eb.tuple(after?.time ?? new Date(0), after?.id ?? ''),
            ),
          ),
        )
        .orderBy('accounts.createdAt', 'desc')
        .orderBy('accounts.id', 'desc')
        .limit(limit),
    );
  }

  /** False where there is no such account. */
  suspend(sql: Sql, id: string, reason: string): Promise<boolean> {
    return changed(
      sql,
      accountWith(id)
        .set((account) => ({ suspendedAt: account.fn.coalesce('suspendedAt', now()), suspendedFor: reason }))
        .returning('id'),
    );
  }

  lift(sql: Sql, id: string): Promise<boolean> {
    return changed(sql, accountWith(id).set({ suspendedAt: null, suspendedFor: null }).returning('id'));
  }

  setAdmin(sql: Sql, id: string, admin: boolean): Promise<boolean> {
    return changed(sql, accountWith(id).set({ admin }).returning('id'));
  }

  async figures(sql: Sql): Promise<Complete<GetFiguresResponse>> {
    const [figures] = await sql.run(raw<Complete<GetFiguresResponse>>(FIGURES));
    return figures as Complete<GetFiguresResponse>;
  }
}

const FIGURES = `SELECT
  (SELECT count(*)::int FROM accounts) AS accounts,
  (SELECT count(*)::int FROM accounts WHERE suspended_at IS NOT NULL) AS suspended,
  (SELECT count(*)::int FROM account_deletions WHERE erased_at IS NULL) AS leaving,
  (SELECT count(DISTINCT user_id)::int FROM sessions WHERE last_used_at > now() - interval '1 day') AS active_in_day,
  (SELECT count(DISTINCT user_id)::int FROM sessions WHERE last_used_at > now() - interval '7 days') AS active_in_week,
  (SELECT count(DISTINCT user_id)::int FROM sessions WHERE last_used_at > now() - interval '30 days') AS active_in_month,
  (SELECT count(*)::int FROM sessions WHERE revoked_at IS NULL AND expires_at > now()) AS sessions`;

function administered() {
  return db
    .selectFrom('accounts')
    .leftJoin('accountDeletions', 'accountDeletions.userId', 'accounts.id')
    .select([
      ...(['accounts.id', 'accounts.email', 'accounts.emailVerifiedAt', 'accounts.invitedBy'] as const),
      ...(['accounts.admin', 'accounts.suspendedAt', 'accounts.suspendedFor', 'accounts.createdAt'] as const),
      'accountDeletions.eraseAt',
    ])
    .select((account) =>
      account
        .selectFrom('sessions')
        .select((session) => session.fn.max('sessions.lastUsedAt').as('lastUsedAt'))
        .whereRef('sessions.userId', '=', 'accounts.id')
        .as('lastUsedAt'),
    );
}

/** By the id, or by a part of the address, in which `%` and `_` are plain characters. */
function matches(eb: ExpressionBuilder<DB, 'accounts'>, query: string) {
  if (isUUID(query)) return eb('accounts.id', '=', query);
  return eb(eb.fn<number>('strpos', ['accounts.email', eb.val(query.toLowerCase())]), '>', 0);
}

function accountWith(id: string) {
  return db.updateTable('accounts').where('id', '=', id);
}

async function changed(sql: Sql, statement: Compilable<{ id: string }>): Promise<boolean> {
  return (await sql.run(statement)).length > 0;
}
