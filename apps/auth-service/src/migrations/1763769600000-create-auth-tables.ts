import { CREATE_EVENT_TABLES } from '@messenger/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const CREATE_TABLES = [
  // The address is kept in lower case, so one person is one account whatever the case.
  `CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT accounts_email_key UNIQUE,
    password_hash text,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES accounts (id),
    user_agent text,
    ip text,
    authenticated_at timestamptz(3) NOT NULL DEFAULT now(),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    last_used_at timestamptz(3) NOT NULL DEFAULT now(),
    expires_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3)
  )`,
  `CREATE INDEX sessions_user_id ON sessions (user_id) WHERE revoked_at IS NULL`,
  `CREATE INDEX sessions_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL`,
  `CREATE INDEX sessions_expires_at ON sessions (expires_at)`,
  `CREATE TABLE refresh_tokens (
    hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    replaced_at timestamptz(3),
    sealed_successor bytea
  )`,
  // One token of a session works: a lineage never forks.
  `CREATE UNIQUE INDEX refresh_tokens_current ON refresh_tokens (session_id) WHERE replaced_at IS NULL`,
  `CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id)`,
  `CREATE INDEX refresh_tokens_sealed ON refresh_tokens (replaced_at) WHERE sealed_successor IS NOT NULL`,
  `CREATE TABLE signing_keys (
    kid text PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('active', 'next', 'retired')),
    public_jwk jsonb NOT NULL,
    sealed_private_key bytea NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE UNIQUE INDEX signing_keys_in_use ON signing_keys (state) WHERE state IN ('active', 'next')`,
];

export class CreateAuthTables1763769600000 implements MigrationInterface {
  readonly name = 'CreateAuthTables1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...CREATE_TABLES, ...CREATE_EVENT_TABLES]) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
