import { first, fragment, now, raw, type Insertable, type KeysetPosition, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { COLUMNS, type Reports } from '../tables.gen.js';
import type { ReportRow } from './report.mapper.js';

@Injectable()
export class ReportsRepository {
  /** How many the person has made within a day. Until the transaction ends the person makes no other one. */
  async lockAndCount(sql: Sql, reporterId: string): Promise<number> {
    await sql.run(
      raw(`SELECT pg_advisory_xact_lock(hashtextextended($1::text, 'reports'::regclass::oid::bigint))`, [reporterId]),
    );
    const rows = await sql.run(
      db
        .selectFrom('reports')
        .select('id')
        .where('reporterId', '=', reporterId)
        .where('createdAt', '>', now({ days: -1 })),
    );
    return rows.length;
  }

  async insert(sql: Sql, report: Insertable<Reports>): Promise<ReportRow> {
    return (await first(sql, db.insertInto('reports').values(report).returning(COLUMNS.reports))) as ReportRow;
  }

  find(sql: Sql, id: string): Promise<ReportRow | undefined> {
    return first(sql, db.selectFrom('reports').select(COLUMNS.reports).where('id', '=', id));
  }

  /** The newest first. */
  list(sql: Sql, state: 'open' | 'closed', after: KeysetPosition | undefined, limit: number): Promise<ReportRow[]> {
    return sql.run(
      db
        .selectFrom('reports')
        .select(COLUMNS.reports)
        .where('closedAt', state === 'open' ? 'is' : 'is not', null)
        .$if(after !== undefined, (reports) =>
          reports.where((eb) =>
            eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(after?.time ?? new Date(0), after?.id ?? '')),
          ),
        )
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit),
    );
  }

  /** Undefined where there is none. One that is closed keeps its time. */
  close(sql: Sql, id: string, closedBy: string, note: string): Promise<ReportRow | undefined> {
    const closedAt = fragment<Date>`coalesce(closed_at, now())`;
    return first(
      sql,
      db.updateTable('reports').set({ closedBy, note, closedAt }).where('id', '=', id).returning(COLUMNS.reports),
    );
  }

  /** Those that the person has made, and those about the person. */
  async deleteAllOf(sql: Sql, userId: string): Promise<void> {
    await sql.run(
      db.deleteFrom('reports').where((eb) => eb.or([eb('reporterId', '=', userId), eb('reportedId', '=', userId)])),
    );
  }

  async deleteClosedBefore(sql: Sql, days: number): Promise<void> {
    await sql.run(db.deleteFrom('reports').where('closedAt', '<', now({ days: -days })));
  }
}
