import { CREATE_ERASED_USERS, CREATE_EVENT_TABLES, INDEX_EVENT_LOG } from '@messenger/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** WebP files by the hash of their bytes: one picture is one row, however many people have it. */
const AVATARS = [
  `CREATE TABLE avatars (
    hash text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
    webp bytea NOT NULL CHECK (octet_length(webp) <= 200000),
    unused_since timestamptz(3)
  )`,
  `COMMENT ON COLUMN avatars.hash IS 'SHA-256 of the file.'`,
  `COMMENT ON COLUMN avatars.unused_since IS 'When the cleanup first found it on no profile.'`,
  // Compressed already.
  `ALTER TABLE avatars ALTER COLUMN webp SET STORAGE EXTERNAL`,
  `CREATE INDEX avatars_unused_since ON avatars (unused_since) WHERE unused_since IS NOT NULL`,
];

/**
 * Nicknames are ASCII, and in the order of their bytes (COLLATE "C") one index holds them unique, finds the exact one and
 * those that begin with a text, and sorts them.
 *
 * Nobody misspells a generated nickname, and there may be millions that are all similar to "user", so the index of
 * similar nicknames leaves them out.
 *
 * similar_profiles: the `%` operator is what that index can answer; its threshold is a setting, pinned here so that
 * no server, role or session can have another. pg_trgm lies in the schema already: an extension needs an admin.
 */
const PROFILES = [
  `CREATE TABLE profiles (
    id uuid PRIMARY KEY,
    nickname text COLLATE "C" NOT NULL CHECK (nickname ~ '^[A-Za-z0-9_]{3,32}$'),
    nickname_chosen boolean NOT NULL DEFAULT false,
    about text,
    avatar_hash text REFERENCES avatars (hash),
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `COMMENT ON COLUMN profiles.id IS 'The id of the account.'`,
  `COMMENT ON COLUMN profiles.nickname IS 'Unique whatever the case.'`,
  `COMMENT ON COLUMN profiles.nickname_chosen IS 'False while it is the generated one.'`,
  `COMMENT ON COLUMN profiles.about IS 'Null until first written.'`,
  `COMMENT ON COLUMN profiles.avatar_hash IS 'Null where there is no avatar.'`,
  `COMMENT ON COLUMN profiles.version IS 'Grows with each change.'`,
  `CREATE UNIQUE INDEX profiles_nickname_key ON profiles (lower(nickname))`,
  `CREATE INDEX profiles_similar_nickname ON profiles USING gin (nickname gin_trgm_ops) WHERE nickname_chosen`,
  `CREATE INDEX profiles_avatar_hash ON profiles (avatar_hash) WHERE avatar_hash IS NOT NULL`,
  `CREATE FUNCTION similar_profiles(wanted text) RETURNS SETOF profiles
   LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.3
   AS 'SELECT * FROM profiles WHERE nickname_chosen AND nickname % wanted'`,
];

/** One export a person. The file is kept in parts, so that neither writing nor reading it takes memory. */
const EXPORTS = [
  `CREATE TABLE exports (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL UNIQUE,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'ready', 'failed')),
    written_messages integer NOT NULL DEFAULT 0,
    total_messages integer NOT NULL DEFAULT 0,
    size_bytes bigint NOT NULL DEFAULT 0,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `COMMENT ON COLUMN exports.size_bytes IS 'Of the file; 0 until it is ready.'`,
  `COMMENT ON COLUMN exports.updated_at IS 'While it runs: when its maker last wrote. Then: when it ended.'`,
  `CREATE INDEX exports_updated_at ON exports (updated_at)`,
  `CREATE TABLE export_parts (
    export_id uuid NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    number integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (export_id, number)
  )`,
  // Compressed already.
  `ALTER TABLE export_parts ALTER COLUMN content SET STORAGE EXTERNAL`,
];

const STATEMENTS = [
  ...AVATARS,
  ...PROFILES,
  ...EXPORTS,
  ...CREATE_ERASED_USERS,
  ...CREATE_EVENT_TABLES,
  ...INDEX_EVENT_LOG,
];

export class CreateProfiles1763769600000 implements MigrationInterface {
  readonly name = 'CreateProfiles1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
