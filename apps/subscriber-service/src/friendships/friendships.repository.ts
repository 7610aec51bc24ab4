import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { upperBound } from '../pairs/newest-first.js';

export type FriendStatus = 'confirmed' | 'pending' | 'all';

export interface FriendRow {
  /** The other person. */
  userId: string;
  status: 'confirmed' | 'pending';
  /** Of the friendship, or of the request. */
  since: Date;
}

/** Each is one index, read backwards from where the last page ended. */
const FRIENDS_OF_LOW = `(SELECT user_high AS "userId", 'confirmed' AS status, since FROM pairs
  WHERE user_low = $1 AND state = 'friends' AND (since, user_high) < ($2, $3)
  ORDER BY since DESC, user_high DESC LIMIT $4)`;
const FRIENDS_OF_HIGH = `(SELECT user_low AS "userId", 'confirmed' AS status, since FROM pairs
  WHERE user_high = $1 AND state = 'friends' AND (since, user_low) < ($2, $3)
  ORDER BY since DESC, user_low DESC LIMIT $4)`;
const ASKED = `(SELECT recipient AS "userId", 'pending' AS status, requested_at AS since FROM pairs
  WHERE requester = $1 AND state = 'pending' AND (requested_at, recipient) < ($2, $3)
  ORDER BY requested_at DESC, recipient DESC LIMIT $4)`;

const SOURCES: Record<FriendStatus, string[]> = {
  confirmed: [FRIENDS_OF_LOW, FRIENDS_OF_HIGH],
  pending: [ASKED],
  all: [FRIENDS_OF_LOW, FRIENDS_OF_HIGH, ASKED],
};

@Injectable()
export class FriendshipsRepository {
  async list(
    sql: Sql,
    me: string,
    status: FriendStatus,
    pageToken: string | undefined,
    limit: number,
  ): Promise<FriendRow[]> {
    return sql.query<FriendRow>(
      `SELECT * FROM (${SOURCES[status].join(' UNION ALL ')}) listed ORDER BY since DESC, "userId" DESC LIMIT $4`,
      [me, ...upperBound(pageToken), limit],
    );
  }
}
