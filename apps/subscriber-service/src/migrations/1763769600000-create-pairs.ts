import { CREATE_EVENT_TABLES } from '@messenger/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One row an unordered pair of people. What the last request was stays known after its end.
 *
 * Lists are paged by (time, the other person), newest first, and each index is one list: those whom somebody has asked,
 * and who have asked them; and, from either side of the pair, friends and blocks.
 */
const STATEMENTS = [
  `CREATE TABLE pairs (
    user_low uuid NOT NULL,
    user_high uuid NOT NULL,
    state text NOT NULL DEFAULT 'none' CHECK (state IN ('none', 'pending', 'friends', 'declined')),
    request_id uuid CONSTRAINT pairs_request_id_key UNIQUE,
    requester uuid CHECK (requester IN (user_low, user_high)),
    recipient uuid GENERATED ALWAYS AS (
      CASE requester WHEN user_low THEN user_high WHEN user_high THEN user_low END
    ) STORED,
    requested_at timestamptz(3),
    since timestamptz(3),
    declined_at timestamptz(3),
    low_blocked_at timestamptz(3),
    high_blocked_at timestamptz(3),
    version bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (user_low, user_high),
    CHECK (user_low < user_high),
    CHECK (num_nulls(request_id, requester, requested_at) IN (0, 3)),
    CHECK (state = 'none' OR request_id IS NOT NULL),
    CHECK ((state = 'friends') = (since IS NOT NULL)),
    CHECK (state <> 'declined' OR declined_at IS NOT NULL),
    CHECK (state IN ('none', 'declined') OR num_nonnulls(low_blocked_at, high_blocked_at) = 0)
  )`,
  `CREATE INDEX pairs_outgoing ON pairs (requester, requested_at, recipient) WHERE state = 'pending'`,
  `CREATE INDEX pairs_incoming ON pairs (recipient, requested_at, requester) WHERE state = 'pending'`,
  `CREATE INDEX pairs_friends_of_low ON pairs (user_low, since, user_high) WHERE state = 'friends'`,
  `CREATE INDEX pairs_friends_of_high ON pairs (user_high, since, user_low) WHERE state = 'friends'`,
  `CREATE INDEX pairs_blocked_by_low ON pairs (user_low, low_blocked_at, user_high) WHERE low_blocked_at IS NOT NULL`,
  `CREATE INDEX pairs_blocked_by_high ON pairs (user_high, high_blocked_at, user_low)
   WHERE high_blocked_at IS NOT NULL`,
];

export class CreatePairs1763769600000 implements MigrationInterface {
  readonly name = 'CreatePairs1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...STATEMENTS, ...CREATE_EVENT_TABLES]) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
