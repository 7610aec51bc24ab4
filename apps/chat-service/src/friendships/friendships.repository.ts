import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { Pair } from './pair.js';

export interface FriendshipChange {
  pair: Pair;
  friends: boolean;
  version: number;
}

/** The projection of friendships: what events have told, newest version only. */
@Injectable()
export class FriendshipsRepository {
  /** Does nothing where a newer version is known. */
  async record(sql: Sql, { pair, friends, version }: FriendshipChange): Promise<void> {
    await sql.query(
      `INSERT INTO friendships (user_low, user_high, friends, version) VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_low, user_high) DO UPDATE SET friends = excluded.friends, version = excluded.version
       WHERE friendships.version < excluded.version`,
      [...pair, friends, version],
    );
  }

  async areFriends(sql: Sql, pair: Pair): Promise<boolean> {
    const rows = await sql.query(`SELECT FROM friendships WHERE user_low = $1 AND user_high = $2 AND friends`, [
      ...pair,
    ]);
    return rows.length > 0;
  }
}
