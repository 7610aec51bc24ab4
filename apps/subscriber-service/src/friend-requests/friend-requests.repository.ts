import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { upperBound } from '../pairs/newest-first.js';

export type Direction = 'incoming' | 'outgoing';

/** A pending request as the one who lists it sees it. */
export interface PendingRequest {
  id: string;
  /** The other person. */
  userId: string;
  createdAt: Date;
}

/** Whose requests, and who is the other. */
const SIDES = {
  incoming: { mine: 'recipient', other: 'requester' },
  outgoing: { mine: 'requester', other: 'recipient' },
};

@Injectable()
export class FriendRequestsRepository {
  async list(
    sql: Sql,
    me: string,
    direction: Direction,
    pageToken: string | undefined,
    limit: number,
  ): Promise<PendingRequest[]> {
    const { mine, other } = SIDES[direction];
    return sql.query<PendingRequest>(
      `SELECT request_id AS id, ${other} AS "userId", requested_at AS "createdAt" FROM pairs
       WHERE ${mine} = $1 AND state = 'pending' AND (requested_at, ${other}) < ($2, $3)
       ORDER BY requested_at DESC, ${other} DESC LIMIT $4`,
      [me, ...upperBound(pageToken), limit],
    );
  }
}
