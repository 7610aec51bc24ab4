import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import type { UserPair } from './pair.js';

export interface FriendshipChange {
  pair: UserPair;
  friends: boolean;
  version: number;
}

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
