import { compileOnce, unnest, type ColumnTypes, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import type { DailyUsage } from './usage.js';

const DAILY_USAGE: ColumnTypes<DailyUsage> = { userId: 'uuid', day: 'date', messages: 'bigint', bytes: 'bigint' };

@Injectable()
export class UsageRepository {
  find(sql: Sql, userIds: string[], day: string): Promise<DailyUsage[]> {
    return sql.run(findUsage({ userIds, day }));
  }

  /**
   * Adds to the rows, in the order of their keys: processes that add at once wait for each other, never in a circle. People
   * whose accounts were erased get none.
   */
  add(sql: Sql, usages: DailyUsage[]): Promise<DailyUsage[]> {
    return sql.run(addUsage({ usages }));
  }

  async deleteAllOf(sql: Sql, userId: string): Promise<void> {
    await sql.run(db.deleteFrom('dailyUsage').where('userId', '=', userId));
  }

  async deleteBefore(sql: Sql, day: string): Promise<void> {
    await sql.run(db.deleteFrom('dailyUsage').where('day', '<', day));
  }
}

const findUsage = compileOnce(({ userIds, day }: { userIds: string[]; day: string }) =>
  db
    .selectFrom('dailyUsage')
    .select(['userId', 'day', 'messages', 'bytes'])
    .where('userId', '=', (eb) => eb.fn.any(eb.val(userIds)))
    .where('day', '=', (eb) => eb.cast<string>(eb.val(day), 'date'))
    .$castTo<DailyUsage>(),
);

const addUsage = compileOnce(({ usages }: { usages: DailyUsage[] }) =>
  db
    .insertInto('dailyUsage')
    .columns(['userId', 'day', 'messages', 'bytes'])
    .expression(
      db
        .selectFrom(unnest('added', DAILY_USAGE, usages))
        .select(['userId', 'day', 'messages', 'bytes'])
        .where((added) =>
          added.not(added.exists(added.selectFrom('erasedUsers').select('id').whereRef('id', '=', 'added.userId'))),
        )
        .orderBy('userId')
        .orderBy('day'),
    )
    .onConflict((conflict) =>
      conflict.columns(['userId', 'day']).doUpdateSet((eb) => ({
        messages: eb('dailyUsage.messages', '+', eb.ref('excluded.messages')),
        bytes: eb('dailyUsage.bytes', '+', eb.ref('excluded.bytes')),
      })),
    )
    .returning(['userId', 'day', 'messages', 'bytes'])
    .$castTo<DailyUsage>(),
);
