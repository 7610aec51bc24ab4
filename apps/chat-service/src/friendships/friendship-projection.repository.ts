import type { Selectable, Sql } from '@messenger/database';
import type { Complete, FriendshipState } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { db } from '../database.js';
import { COLUMNS, type Friendships } from '../tables.gen.js';
import type { UserPair } from './pair.js';

export interface FriendshipChange {
  pair: UserPair;
  friends: boolean;
  version: number;
}

export type FriendshipRow = Selectable<Friendships>;

/** The projection of friendships: the newest version of each pair that an event has brought. */
@Injectable()
export class FriendshipProjectionRepository {
  /** Does nothing where a newer version is known. */
  async record(sql: Sql, { pair: [userLow, userHigh], friends, version }: FriendshipChange): Promise<void> {
    await sql.run(
      db
        .insertInto('friendships')
        .values({ userLow, userHigh, friends, version })
        .onConflict((conflict) =>
          conflict
            .columns(['userLow', 'userHigh'])
            .doUpdateSet((eb) => ({ friends: eb.ref('excluded.friends'), version: eb.ref('excluded.version') }))
            .whereRef('friendships.version', '<', 'excluded.version'),
        ),
    );
  }

  /** A page in the order of the pairs; the first one where `after` is undefined. */
  list(sql: Sql, after: FriendshipRow | undefined, limit: number): Promise<FriendshipRow[]> {
    return sql.run(
      db
        .selectFrom('friendships')
        .select(COLUMNS.friendships)
        .where((pair) =>
          pair(pair.refTuple('userLow', 'userHigh'), '>', pair.tuple(after?.userLow ?? NIL, after?.userHigh ?? NIL)),
        )
        .orderBy('userLow')
        .orderBy('userHigh')
        .limit(limit),
    );
  }

  /** Does nothing where the pair is no longer in the version that was compared. Resolves with whether it was corrected. */
  async correct(
    sql: Sql,
    { userLow, userHigh, ...compared }: FriendshipRow,
    is: Complete<FriendshipState>,
  ): Promise<boolean> {
    const corrected = await sql.run(
      db
        .updateTable('friendships')
        .set({ friends: is.friends, version: is.version })
        .where('userLow', '=', userLow)
        .where('userHigh', '=', userHigh)
        .where('version', '=', compared.version)
        .returning('version'),
    );
    return corrected.length > 0;
  }

  async deleteAllOf(sql: Sql, userId: string): Promise<void> {
    await sql.run(
      db
        .deleteFrom('friendships')
        .where((pair) => pair.or([pair('userLow', '=', userId), pair('userHigh', '=', userId)])),
    );
  }

  async areFriends(sql: Sql, [userLow, userHigh]: UserPair): Promise<boolean> {
    const friendships = await sql.run(
      db.selectFrom('friendships').select('friends').where('userLow', '=', userLow).where('userHigh', '=', userHigh),
    );
    return friendships.some(({ friends }) => friends);
  }
}
