import { isUniqueViolation, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { Profile } from './profile.js';
import { NicknameTakenError } from './profiles.errors.js';

/** A bigint comes as a text. */
export type ProfileRow = Omit<Profile, 'version'> & { version: string };

/** What `toProfile` reads. */
export const PROFILE_COLUMNS = `id, nickname, about, avatar_hash AS "avatarHash", version, created_at AS "createdAt"`;

export function toProfile<Row extends ProfileRow>(row: Row): Omit<Row, 'version'> & Profile {
  return { ...row, version: Number(row.version) };
}

@Injectable()
export class ProfilesRepository {
  async find(sql: Sql, id: string): Promise<Profile | undefined> {
    return one(await sql.query<ProfileRow>(`SELECT ${PROFILE_COLUMNS} FROM profiles WHERE id = $1`, [id]));
  }

  async findMany(sql: Sql, ids: string[]): Promise<Profile[]> {
    const rows = await sql.query<ProfileRow>(`SELECT ${PROFILE_COLUMNS} FROM profiles WHERE id = ANY ($1)`, [ids]);
    return rows.map(toProfile);
  }

  async lock(sql: Sql, id: string): Promise<Profile | undefined> {
    return one(await sql.query<ProfileRow>(`SELECT ${PROFILE_COLUMNS} FROM profiles WHERE id = $1 FOR UPDATE`, [id]));
  }

  /** Undefined where the id or the nickname is taken. */
  async insert(sql: Sql, id: string, nickname: string): Promise<Profile | undefined> {
    return one(
      await sql.query<ProfileRow>(
        `INSERT INTO profiles (id, nickname) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING ${PROFILE_COLUMNS}`,
        [id, nickname],
      ),
    );
  }

  /** Whether somebody else has this nickname. */
  async isTaken(sql: Sql, { id, nickname }: Profile): Promise<boolean> {
    const rows = await sql.query(`SELECT FROM profiles WHERE lower(nickname) = lower($2) AND id <> $1`, [id, nickname]);
    return rows.length > 0;
  }

  /** @throws NicknameTakenError */
  async update(sql: Sql, { id, nickname, about, avatarHash, version }: Profile): Promise<void> {
    try {
      await sql.query(
        `UPDATE profiles
         SET nickname = $2, nickname_chosen = nickname_chosen OR nickname <> $2, about = $3, avatar_hash = $4,
             version = $5
         WHERE id = $1`,
        [id, nickname, about, avatarHash, version],
      );
    } catch (error) {
      throw isUniqueViolation(error, 'profiles_nickname_key') ? new NicknameTakenError() : error;
    }
  }
}

function one([row]: ProfileRow[]): Profile | undefined {
  return row && toProfile(row);
}
