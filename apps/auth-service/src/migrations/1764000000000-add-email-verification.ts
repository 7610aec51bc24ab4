import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * accounts.email_verified_at: when the owner of the address proved to own it; null until then.
 *
 * email_tokens: what a link in a mail opens, as a hash. A token works once: it is deleted as it is used.
 */
const STATEMENTS = [
  `ALTER TABLE accounts ADD COLUMN email_verified_at timestamptz(3)`,
  `CREATE TABLE email_tokens (
    hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('verification', 'password_reset')),
    expires_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX email_tokens_user_id ON email_tokens (user_id)`,
  `CREATE INDEX email_tokens_expires_at ON email_tokens (expires_at)`,
];

export class AddEmailVerification1764000000000 implements MigrationInterface {
  readonly name = 'AddEmailVerification1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
