import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * avatars: WebP files by the SHA-256 of their bytes, so that one picture is one row. `unused_since` is when a sweep first
 * found it on no profile.
 */
const STATEMENTS = [
  `CREATE TABLE avatars (
    hash text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
    webp bytea NOT NULL CHECK (octet_length(webp) <= 200000),
    unused_since timestamptz(3)
  )`,
  // Compressed already.
  `ALTER TABLE avatars ALTER COLUMN webp SET STORAGE EXTERNAL`,
  `CREATE INDEX avatars_unused_since ON avatars (unused_since) WHERE unused_since IS NOT NULL`,
  `ALTER TABLE profiles ADD COLUMN avatar_hash text REFERENCES avatars (hash)`,
  `CREATE INDEX profiles_avatar_hash ON profiles (avatar_hash) WHERE avatar_hash IS NOT NULL`,
];

export class AddAvatars1764000004000 implements MigrationInterface {
  readonly name = 'AddAvatars1764000004000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
