import { fragment, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { isAfterPage } from '../pairs/newest-first.js';

export type Direction = 'incoming' | 'outgoing';

/** A pending request as the one who lists it sees it. */
export interface PendingRequest {
  id: string;
  /** The other person. */
  userId: string;
  createdAt: Date;
}

/** The columns of the one who lists, of the other person, and of the time. Each is an index. */
const SIDES = {
  incoming: { me: 'recipientId', other: 'requesterId', time: 'requestedAt' },
  outgoing: { me: 'requesterId', other: 'recipientId', time: 'requestedAt' },
} as const;

@Injectable()
export class FriendRequestsRepository {
  /** Newest first. */
  async list(
    sql: Sql,
    me: string,
    direction: Direction,
    pageToken: string | undefined,
    limit: number,
  ): Promise<PendingRequest[]> {
    const side = SIDES[direction];
    return sql.run(
      db
        .selectFrom('pairs')
        .select(['requestId as id', `${side.other} as userId`, 'requestedAt as createdAt'])
        .where(side.me, '=', me)
        .where('state', '=', fragment.lit('pending'))
        .where(isAfterPage(pageToken, side))
        .orderBy('requestedAt', 'desc')
        .orderBy(side.other, 'desc')
        .limit(limit)
        .$castTo<PendingRequest>(),
    );
  }
}
