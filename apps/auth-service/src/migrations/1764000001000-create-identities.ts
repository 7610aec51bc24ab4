import type { MigrationInterface, QueryRunner } from 'typeorm';

/** identities: who somebody is to a provider: issuer and subject, never an e-mail. */
const STATEMENTS = [
  `CREATE TABLE identities (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    provider text NOT NULL CHECK (provider IN ('google')),
    issuer text NOT NULL,
    subject text NOT NULL,
    email text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT identities_issuer_subject_key UNIQUE (issuer, subject)
  )`,
  `CREATE INDEX identities_user_id ON identities (user_id)`,
];

export class CreateIdentities1764000001000 implements MigrationInterface {
  readonly name = 'CreateIdentities1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
