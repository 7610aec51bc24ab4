import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { upperBound } from '../pairs/newest-first.js';

export interface BlockRow {
  /** The blocked person. */
  userId: string;
  createdAt: Date;
}

@Injectable()
export class BlocksRepository {
  async list(sql: Sql, me: string, pageToken: string | undefined, limit: number): Promise<BlockRow[]> {
    return sql.query<BlockRow>(
      `(SELECT user_high AS "userId", low_blocked_at AS "createdAt" FROM pairs
        WHERE user_low = $1 AND low_blocked_at IS NOT NULL AND (low_blocked_at, user_high) < ($2, $3)
        ORDER BY low_blocked_at DESC, user_high DESC LIMIT $4)
       UNION ALL
       (SELECT user_low, high_blocked_at FROM pairs
        WHERE user_high = $1 AND high_blocked_at IS NOT NULL AND (high_blocked_at, user_low) < ($2, $3)
        ORDER BY high_blocked_at DESC, user_low DESC LIMIT $4)
       ORDER BY "createdAt" DESC, "userId" DESC LIMIT $4`,
      [me, ...upperBound(pageToken), limit],
    );
  }
}
