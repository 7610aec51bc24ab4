import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * outgoing_mails: mails that were asked for and have not been sent yet, also for addresses without an account: whoever
 * asks must not learn which have one. The link's token is made when the mail is sent, so there is none in here.
 */
const STATEMENTS = [
  `CREATE TABLE outgoing_mails (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('verification', 'password_reset')),
    requested_at timestamptz(3) NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    send_after timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT outgoing_mails_email_purpose_key UNIQUE (email, purpose)
  )`,
  `CREATE INDEX outgoing_mails_send_after ON outgoing_mails (send_after)`,
];

export class CreateOutgoingMails1764000003000 implements MigrationInterface {
  readonly name = 'CreateOutgoingMails1764000003000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
