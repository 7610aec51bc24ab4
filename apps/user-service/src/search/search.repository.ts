import { fragment, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import type { Profile } from '../profiles/profile.js';
import { COLUMNS } from '../tables.gen.js';
import { BEGINS_WITH_QUERY, type SearchPosition } from './search-position.js';

export interface Match extends Profile {
  /** As in its position. */
  distance: number;
}

/** Each takes the query in lower case. `^@` (starts with) knows no wildcards. */
@Injectable()
export class SearchRepository {
  async beginningWith(sql: Sql, query: string, after: SearchPosition, limit: number): Promise<Match[]> {
    const profiles = await sql.run(
      db
        .selectFrom('profiles')
        .select(COLUMNS.profiles)
        .where(LOWER_NICKNAME, '^@', query)
        .where(LOWER_NICKNAME, '>', after.nickname)
        .orderBy(LOWER_NICKNAME)
        .limit(limit),
    );
    return profiles.map((profile) => ({ ...profile, distance: BEGINS_WITH_QUERY }));
  }

  /** Those that do not begin with the query. `real` is what the distance is: as any other type it would not be equal. */
  async similarTo(sql: Sql, query: string, after: SearchPosition, limit: number): Promise<Match[]> {
    const distance = fragment<number>`nickname <-> ${query}`;
    return sql.run(
      db
        .selectFrom(fragment<Profile>`similar_profiles(${query})`.as('similar'))
        .select(COLUMNS.profiles)
        .select(distance.as('distance'))
        .where((eb) => eb.not(eb(LOWER_NICKNAME, '^@', query)))
        .where(fragment<boolean>`(${distance}, ${LOWER_NICKNAME}) > (${after.distance}::real, ${after.nickname})`)
        .orderBy('distance')
        .orderBy(LOWER_NICKNAME)
        .limit(limit),
    );
  }
}

const LOWER_NICKNAME = fragment<string>`lower(nickname)`;
