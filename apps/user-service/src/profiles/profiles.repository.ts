import { compileOnce, first, isUniqueViolation, type Insertable, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { COLUMNS, type Profiles } from '../tables.gen.js';
import type { Profile } from './profile.js';
import { NicknameTakenError } from './profiles.errors.js';

@Injectable()
export class ProfilesRepository {
  async find(sql: Sql, id: string): Promise<Profile | undefined> {
    return first(sql, findProfile({ id }));
  }

  async findMany(sql: Sql, ids: string[]): Promise<Profile[]> {
    return sql.run(findProfiles({ ids }));
  }

  async lock(sql: Sql, id: string): Promise<Profile | undefined> {
    return first(sql, lockProfile({ id }));
  }

  /** Undefined where the id or the nickname is taken. */
  async insert(sql: Sql, profile: Insertable<Profiles>): Promise<Profile | undefined> {
    return first(
      sql,
      db
        .insertInto('profiles')
        .values(profile)
        .onConflict((conflict) => conflict.doNothing())
        .returning(COLUMNS.profiles),
    );
  }

  /** Resolves with the profile as it was. */
  async delete(sql: Sql, id: string): Promise<Profile | undefined> {
    return first(sql, db.deleteFrom('profiles').where('id', '=', id).returning(COLUMNS.profiles));
  }

  /** Whether somebody else has this nickname. */
  async isTaken(sql: Sql, { id, nickname }: Profile): Promise<boolean> {
    const others = await sql.run(
      db
        .selectFrom('profiles')
        .select('id')
        .where((eb) => eb(eb.fn('lower', ['nickname']), '=', nickname.toLowerCase()))
        .where('id', '<>', id),
    );
    return others.length > 0;
  }

  /** Writes every column of a locked profile that may change. @throws NicknameTakenError */
  async update(sql: Sql, { id, createdAt: _createdAt, ...columns }: Profile): Promise<void> {
    try {
      await sql.run(db.updateTable('profiles').set(columns).where('id', '=', id));
    } catch (error) {
      throw isUniqueViolation(error, 'profiles_nickname_key') ? new NicknameTakenError() : error;
    }
  }
}

const PROFILES = db.selectFrom('profiles').select(COLUMNS.profiles);

const findProfile = compileOnce(({ id }: { id: string }) => PROFILES.where('id', '=', id));
const lockProfile = compileOnce(({ id }: { id: string }) => PROFILES.where('id', '=', id).forUpdate());
const findProfiles = compileOnce(({ ids }: { ids: string[] }) =>
  PROFILES.where((eb) => eb('id', '=', eb.fn.any(eb.val(ids)))),
);
