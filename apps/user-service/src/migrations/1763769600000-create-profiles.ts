import { CREATE_EVENT_TABLES } from '@messenger/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * profiles: nicknames are ASCII, and in the order of their bytes (COLLATE "C") one index holds them unique, finds the
 * exact one and those that a text begins, and sorts them.
 *
 * `nickname_chosen` is false for a generated nickname. Nobody misspells those, and there may be millions that are all
 * similar to "user", so the index of similar nicknames leaves them out.
 *
 * similar_profiles: the `%` operator is what that index can answer; its threshold is a setting, pinned here so that
 * no server, role or session can have another. pg_trgm lies in the schema already: an extension needs an admin.
 */
const STATEMENTS = [
  `CREATE TABLE profiles (
    id uuid PRIMARY KEY,
    nickname text COLLATE "C" NOT NULL CHECK (nickname ~ '^[A-Za-z0-9_]{3,32}$'),
    nickname_chosen boolean NOT NULL DEFAULT false,
    about text,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE UNIQUE INDEX profiles_nickname_key ON profiles (lower(nickname))`,
  `CREATE INDEX profiles_similar_nickname ON profiles USING gin (nickname gin_trgm_ops) WHERE nickname_chosen`,
  `CREATE FUNCTION similar_profiles(wanted text) RETURNS SETOF profiles
   LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.3
   AS 'SELECT * FROM profiles WHERE nickname_chosen AND nickname % wanted'`,
];

export class CreateProfiles1763769600000 implements MigrationInterface {
  readonly name = 'CreateProfiles1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...STATEMENTS, ...CREATE_EVENT_TABLES]) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
