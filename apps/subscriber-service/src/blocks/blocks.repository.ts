import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { isAfterPage } from '../pairs/newest-first.js';

export interface BlockRow {
  /** The blocked person. */
  userId: string;
  createdAt: Date;
}

/** The columns of the one who has blocked, of the other person, and of the time. Each is an index. */
const LOW = { me: 'userLow', other: 'userHigh', time: 'lowBlockedAt' } as const;
const HIGH = { me: 'userHigh', other: 'userLow', time: 'highBlockedAt' } as const;

@Injectable()
export class BlocksRepository {
  /** Newest first. */
  async list(sql: Sql, me: string, pageToken: string | undefined, limit: number): Promise<BlockRow[]> {
    return sql.run(
      blocksFrom(LOW, me, pageToken, limit)
        .unionAll(blocksFrom(HIGH, me, pageToken, limit))
        .orderBy('createdAt', 'desc')
        .orderBy('userId', 'desc')
        .limit(limit),
    );
  }
}

/** The index of one side, read backwards from where the last page ended. */
function blocksFrom(side: typeof LOW | typeof HIGH, me: string, pageToken: string | undefined, limit: number) {
  const blocks = db
    .selectFrom('pairs')
    .select([`${side.other} as userId`, `${side.time} as createdAt`])
    .where(side.me, '=', me)
    .where(side.time, 'is not', null)
    .where(isAfterPage(pageToken, side))
    .orderBy(side.time, 'desc')
    .orderBy(side.other, 'desc')
    .limit(limit)
    .$castTo<BlockRow>();
  return db.selectFrom(blocks.as('blocks')).select(['userId', 'createdAt']);
}
