import { first, fragment, now, type Sql } from '@messenger/database';
import type { GetExportPartRequest, PutExportPartRequest } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { db } from '../database.js';
import { COLUMNS } from '../tables.gen.js';
import { MAX_SILENCE_SECONDS, type DataExport } from './data-export.js';

const SIZE_OF_PARTS = fragment<number>`coalesce(sum(octet_length(content)), 0)::bigint`.as('size');

/** Exports by their owner: nobody finds another's. */
@Injectable()
export class ExportsRepository {
  findOf(sql: Sql, userId: string): Promise<DataExport | undefined> {
    return first(sql, db.selectFrom('exports').select(COLUMNS.exports).where('userId', '=', userId));
  }

  find(sql: Sql, userId: string, id: string): Promise<DataExport | undefined> {
    return first(
      sql,
      db.selectFrom('exports').select(COLUMNS.exports).where('userId', '=', userId).where('id', '=', id),
    );
  }

  /** Deletes the person's export, whatever its state, with its parts; where there is an `id`, only the one with it. */
  async delete(sql: Sql, userId: string, id?: string): Promise<void> {
    const ofUser = db.deleteFrom('exports').where('userId', '=', userId);
    await sql.run(id === undefined ? ofUser : ofUser.where('id', '=', id));
  }

  /** Deletes the export unless it is being written. */
  async deleteEnded(sql: Sql, userId: string): Promise<void> {
    await sql.run(
      db
        .deleteFrom('exports')
        .where('userId', '=', userId)
        .where((eb) =>
          eb.or([eb('state', '<>', 'running'), eb('updatedAt', '<', now({ seconds: -MAX_SILENCE_SECONDS }))]),
        ),
    );
  }

  /** Undefined where the person has one. */
  insert(sql: Sql, userId: string): Promise<DataExport | undefined> {
    return first(
      sql,
      db
        .insertInto('exports')
        .values({ id: uuidv7(), userId })
        .onConflict((conflict) => conflict.doNothing())
        .returning(COLUMNS.exports),
    );
  }

  /** False where no such export is being written. */
  async putPart(sql: Sql, userId: string, part: PutExportPartRequest): Promise<boolean> {
    const { exportId, number, content, writtenMessages, totalMessages } = part;
    const running = db
      .updateTable('exports')
      .set({ writtenMessages, totalMessages, updatedAt: now() })
      .where('id', '=', exportId)
      .where('userId', '=', userId)
      .where('state', '=', 'running')
      .returning('id');
    const stored = await sql.run(
      db
        .with('running', () => running)
        .insertInto('exportParts')
        .columns(['exportId', 'number', 'content'])
        .expression((eb) =>
          eb
            .selectFrom('running')
            .select((select) => [
              'id',
              select.val(number).$castTo<number>().as('number'),
              select.val(content).as('content'),
            ]),
        )
        .onConflict((conflict) => conflict.columns(['exportId', 'number']).doUpdateSet({ content }))
        .returning('number'),
    );
    return stored.length > 0;
  }

  /** False where no such export is being written. */
  async finish(sql: Sql, userId: string, id: string, state: 'ready' | 'failed'): Promise<boolean> {
    const finished = await sql.run(
      db
        .updateTable('exports')
        .set((eb) => ({
          state,
          updatedAt: now(),
          sizeBytes: eb.selectFrom('exportParts').select(SIZE_OF_PARTS).where('exportId', '=', id),
        }))
        .where('id', '=', id)
        .where('userId', '=', userId)
        .where('state', '=', 'running')
        .returning('id'),
    );
    return finished.length > 0;
  }

  async deleteParts(sql: Sql, id: string): Promise<void> {
    await sql.run(db.deleteFrom('exportParts').where('exportId', '=', id));
  }

  async readPart(sql: Sql, { exportId, number }: GetExportPartRequest): Promise<Buffer | undefined> {
    const row = await first(
      sql,
      db.selectFrom('exportParts').select('content').where('exportId', '=', exportId).where('number', '=', number),
    );
    return row?.content;
  }

  async deleteOlder(sql: Sql, days: number): Promise<void> {
    await sql.run(db.deleteFrom('exports').where('updatedAt', '<', now({ days: -days })));
  }
}
