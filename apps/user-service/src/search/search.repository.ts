import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { Profile } from '../profiles/profile.js';
import { PROFILE_COLUMNS, toProfile, type ProfileRow } from '../profiles/profiles.repository.js';
import { BEGINS_WITH_QUERY, type SearchPosition } from './search-position.js';

export interface Match extends Profile {
  /** As in its position. */
  distance: number;
}

type MatchRow = ProfileRow & { distance: number };

/** Each takes the query in lower case. `^@` (starts with) knows no wildcards. */
@Injectable()
export class SearchRepository {
  async beginningWith(sql: Sql, query: string, after: SearchPosition, limit: number): Promise<Match[]> {
    const rows = await sql.query<ProfileRow>(
      `SELECT ${PROFILE_COLUMNS} FROM profiles
       WHERE lower(nickname) ^@ $1 AND lower(nickname) > $2
       ORDER BY lower(nickname) LIMIT $3`,
      [query, after.nickname, limit],
    );
    return rows.map((row) => ({ ...toProfile(row), distance: BEGINS_WITH_QUERY }));
  }

  /** Those that do not begin with the query. `real` is what the distance is: as any other type it would not be equal. */
  async similarTo(sql: Sql, query: string, after: SearchPosition, limit: number): Promise<Match[]> {
    const rows = await sql.query<MatchRow>(
      `SELECT ${PROFILE_COLUMNS}, nickname <-> $1 AS distance FROM similar_profiles($1)
       WHERE NOT lower(nickname) ^@ $1 AND (nickname <-> $1, lower(nickname)) > ($2::real, $3)
       ORDER BY distance, lower(nickname) LIMIT $4`,
      [query, after.distance, after.nickname, limit],
    );
    return rows.map((row) => ({ ...toProfile(row), distance: row.distance }));
  }
}
