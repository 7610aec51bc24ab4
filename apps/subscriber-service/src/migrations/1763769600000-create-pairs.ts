import { CREATE_ERASED_USERS, CREATE_EVENT_TABLES, INDEX_EVENT_LOG } from '@messenger/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One row for each unordered pair of people. The last request stays in it after its end.
 *
 * Lists are paged by (time, the other person), newest first, and each index is one list: requests sent and requests
 * received; and, from either side of the pair, friends and blocks. Beside the key, pairs_user_high finds all pairs of a person.
 */
const PAIRS = [
  `CREATE TYPE pair_state AS ENUM ('none', 'pending', 'friends', 'declined')`,
  `CREATE TABLE pairs (
    user_low uuid NOT NULL,
    user_high uuid NOT NULL,
    state pair_state NOT NULL DEFAULT 'none',
    request_id uuid CONSTRAINT pairs_request_id_key UNIQUE,
    requester_id uuid CHECK (requester_id IN (user_low, user_high)),
    recipient_id uuid GENERATED ALWAYS AS (
      CASE requester_id WHEN user_low THEN user_high WHEN user_high THEN user_low END
    ) STORED,
    requested_at timestamptz(3),
    since timestamptz(3),
    declined_at timestamptz(3),
    low_blocked_at timestamptz(3),
    high_blocked_at timestamptz(3),
    low_requests_since timestamptz(3),
    low_request_count integer NOT NULL DEFAULT 0,
    high_requests_since timestamptz(3),
    high_request_count integer NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (user_low, user_high),
    CHECK (user_low < user_high),
    CHECK (num_nulls(request_id, requester_id, requested_at) IN (0, 3)),
    CHECK (state = 'none' OR request_id IS NOT NULL),
    CHECK ((state = 'friends') = (since IS NOT NULL)),
    CHECK (state <> 'declined' OR declined_at IS NOT NULL),
    CHECK (state IN ('none', 'declined') OR num_nonnulls(low_blocked_at, high_blocked_at) = 0)
  )`,
  `COMMENT ON COLUMN pairs.user_low IS 'The smaller id of the two.'`,
  `COMMENT ON COLUMN pairs.state IS 'none: there is nothing between the two, or not any more.'`,
  `COMMENT ON COLUMN pairs.request_id IS 'Of the last request: a new UUIDv7 each time. Null where neither has ever sent one.'`,
  `COMMENT ON COLUMN pairs.recipient_id IS 'The one of the two that is not the requester.'`,
  `COMMENT ON COLUMN pairs.since IS 'When the friendship began; null but for friends.'`,
  `COMMENT ON COLUMN pairs.declined_at IS 'When the last request was declined.'`,
  `COMMENT ON COLUMN pairs.low_blocked_at IS 'When user_low blocked user_high; null where there is no such block.'`,
  `COMMENT ON COLUMN pairs.high_blocked_at IS 'When user_high blocked user_low; null where there is no such block.'`,
  `COMMENT ON COLUMN pairs.low_requests_since IS 'When user_low sent the first of the requests that are counted.'`,
  `COMMENT ON COLUMN pairs.low_request_count IS 'New requests by user_low within a day of that; friendship resets it.'`,
  `COMMENT ON COLUMN pairs.high_requests_since IS 'When user_high sent the first of the requests that are counted.'`,
  `COMMENT ON COLUMN pairs.high_request_count IS 'New requests by user_high within a day of that; friendship resets it.'`,
  `COMMENT ON COLUMN pairs.version IS 'Grows with each change.'`,
  `CREATE INDEX pairs_user_high ON pairs (user_high)`,
  `CREATE INDEX pairs_outgoing ON pairs (requester_id, requested_at, recipient_id) WHERE state = 'pending'`,
  `CREATE INDEX pairs_incoming ON pairs (recipient_id, requested_at, requester_id) WHERE state = 'pending'`,
  `CREATE INDEX pairs_friends_of_low ON pairs (user_low, since, user_high) WHERE state = 'friends'`,
  `CREATE INDEX pairs_friends_of_high ON pairs (user_high, since, user_low) WHERE state = 'friends'`,
  `CREATE INDEX pairs_blocked_by_low ON pairs (user_low, low_blocked_at, user_high) WHERE low_blocked_at IS NOT NULL`,
  `CREATE INDEX pairs_blocked_by_high ON pairs (user_high, high_blocked_at, user_low)
   WHERE high_blocked_at IS NOT NULL`,
];

const STATEMENTS = [...PAIRS, ...CREATE_ERASED_USERS, ...CREATE_EVENT_TABLES, ...INDEX_EVENT_LOG];

export class CreatePairs1763769600000 implements MigrationInterface {
  readonly name = 'CreatePairs1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
