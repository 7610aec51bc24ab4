import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * google_flows: a browser's way to Google and back. It comes back once, and finishes once.
 *
 * exchange_codes: how a sign-in that has finished becomes a session, once. A code goes with its identity: who has lost
 * that way in must not come in by it any more.
 */
const STATEMENTS = [
  `CREATE TABLE google_flows (
    id uuid PRIMARY KEY,
    state_hash bytea NOT NULL CONSTRAINT google_flows_state_key UNIQUE,
    browser_hash bytea NOT NULL,
    code_verifier text NOT NULL,
    redirect text NOT NULL,
    linking_user_id uuid REFERENCES accounts (id) ON DELETE CASCADE,
    linking_session_id uuid REFERENCES sessions (id) ON DELETE CASCADE,
    expires_at timestamptz(3) NOT NULL,
    returned_at timestamptz(3),
    finished_at timestamptz(3)
  )`,
  `CREATE INDEX google_flows_linking_user_id ON google_flows (linking_user_id)`,
  `CREATE INDEX google_flows_linking_session_id ON google_flows (linking_session_id)`,
  `CREATE INDEX google_flows_expires_at ON google_flows (expires_at)`,
  `CREATE TABLE exchange_codes (
    hash bytea PRIMARY KEY,
    identity_id uuid NOT NULL REFERENCES identities (id) ON DELETE CASCADE,
    browser_hash bytea NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    used_at timestamptz(3)
  )`,
  `CREATE INDEX exchange_codes_identity_id ON exchange_codes (identity_id)`,
  `CREATE INDEX exchange_codes_expires_at ON exchange_codes (expires_at)`,
];

export class CreateGoogleFlows1764000002000 implements MigrationInterface {
  readonly name = 'CreateGoogleFlows1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
