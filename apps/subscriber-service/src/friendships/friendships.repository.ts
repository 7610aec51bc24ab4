import { fragment, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { isAfterPage } from '../pairs/newest-first.js';

export type FriendStatus = 'confirmed' | 'pending' | 'all';

export interface FriendRow {
  /** The other person. */
  userId: string;
  status: 'confirmed' | 'pending';
  /** When the friendship began, or the request was sent. */
  since: Date;
}

/** What is listed as what: the columns of the one who lists, of the other person, and of the time. Each is an index. */
const FRIENDS_OF_LOW = {
  state: 'friends',
  status: 'confirmed',
  me: 'userLow',
  other: 'userHigh',
  time: 'since',
} as const;
const FRIENDS_OF_HIGH = {
  state: 'friends',
  status: 'confirmed',
  me: 'userHigh',
  other: 'userLow',
  time: 'since',
} as const;
const REQUESTED = {
  state: 'pending',
  status: 'pending',
  me: 'requesterId',
  other: 'recipientId',
  time: 'requestedAt',
} as const;

type Source = typeof FRIENDS_OF_LOW | typeof FRIENDS_OF_HIGH | typeof REQUESTED;

const SOURCES: Record<FriendStatus, [Source, ...Source[]]> = {
  confirmed: [FRIENDS_OF_LOW, FRIENDS_OF_HIGH],
  pending: [REQUESTED],
  all: [FRIENDS_OF_LOW, FRIENDS_OF_HIGH, REQUESTED],
};

@Injectable()
export class FriendshipsRepository {
  /** Newest first. */
  async list(
    sql: Sql,
    me: string,
    status: FriendStatus,
    pageToken: string | undefined,
    limit: number,
  ): Promise<FriendRow[]> {
    const [source, ...others] = SOURCES[status];
    return sql.run(
      others
        .reduce(
          (union, other) => union.unionAll(friendsFrom(other, me, pageToken, limit)),
          friendsFrom(source, me, pageToken, limit),
        )
        .orderBy('since', 'desc')
        .orderBy('userId', 'desc')
        .limit(limit),
    );
  }
}

/** One index, read backwards from where the last page ended. */
function friendsFrom(source: Source, me: string, pageToken: string | undefined, limit: number) {
  const friends = db
    .selectFrom('pairs')
    .select([`${source.other} as userId`, `${source.time} as since`, fragment.lit(source.status).as('status')])
    .where(source.me, '=', me)
    .where('state', '=', fragment.lit(source.state))
    .where(isAfterPage(pageToken, source))
    .orderBy(source.time, 'desc')
    .orderBy(source.other, 'desc')
    .limit(limit)
    .$castTo<FriendRow>();
  return db.selectFrom(friends.as('friends')).select(['userId', 'status', 'since']);
}
