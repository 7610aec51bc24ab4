import { CREATE_ERASED_USERS, CREATE_EVENT_TABLES, INDEX_EVENT_LOG } from '@messenger/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * chats: one row a pair; `last_seq` numbers the messages, and the row's lock orders everything that happens in it.
 * `*_read_seq_shown` is what the other sees: it stays where it was once the two are no longer friends.
 * `expired_seq`: MESSAGE_RETENTION_DAYS has left tombstones up to here.
 * Neither `last_seq` nor `updated_at` is in an index, and pages keep room, so that a message updates its chat in place.
 *
 * messages: `text` is null once deleted; `sent_text_hash` is the HMAC-SHA-256 of the text first sent under
 * SENT_TEXT_SECRET, by which a repeated send is judged for ever. Every key leads with chat_id, by which the messages can be spread over shards.
 *
 * friendships: a projection of subscriber-service's, kept by its events.
 *
 * daily_usage: what each account has stored on a day (UTC), by which its quotas are judged.
 *
 * reports: to the administrators. `messages` is what they are about, as it was then: a sender who deletes it afterwards
 * does not delete the evidence.
 *
 * erasures: people whose accounts were deleted, until their messages are erased. A process has claimed one until then.
 */
const CHATS = [
  `CREATE TABLE chats (
    id uuid PRIMARY KEY,
    user_low uuid NOT NULL,
    user_high uuid NOT NULL,
    last_seq integer NOT NULL DEFAULT 0,
    low_read_seq integer NOT NULL DEFAULT 0,
    high_read_seq integer NOT NULL DEFAULT 0,
    low_read_seq_shown integer NOT NULL DEFAULT 0,
    high_read_seq_shown integer NOT NULL DEFAULT 0,
    expired_seq integer NOT NULL DEFAULT 0,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT chats_pair UNIQUE (user_low, user_high),
    CHECK (user_low < user_high)
  ) WITH (fillfactor = 70)`,
  `CREATE INDEX chats_user_high ON chats (user_high)`,
  `CREATE TABLE messages (
    chat_id uuid NOT NULL REFERENCES chats (id),
    seq integer NOT NULL,
    id uuid NOT NULL,
    sender_id uuid NOT NULL,
    client_message_id uuid,
    text text,
    sent_text_hash bytea NOT NULL,
    created_at timestamptz(3) NOT NULL,
    edited_at timestamptz(3),
    deleted_at timestamptz(3),
    edit_count integer NOT NULL DEFAULT 0,
    PRIMARY KEY (chat_id, seq),
    CONSTRAINT messages_id UNIQUE (chat_id, id),
    CHECK ((text IS NULL) = (deleted_at IS NOT NULL))
  )`,
  `CREATE UNIQUE INDEX messages_client_message_id ON messages (chat_id, sender_id, client_message_id)
   WHERE client_message_id IS NOT NULL`,
  `CREATE TABLE friendships (
    user_low uuid NOT NULL,
    user_high uuid NOT NULL,
    friends boolean NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (user_low, user_high)
  )`,
  `CREATE INDEX friendships_user_high ON friendships (user_high)`,
  `CREATE TABLE daily_usage (
    user_id uuid NOT NULL,
    day date NOT NULL,
    messages bigint NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (user_id, day)
  ) WITH (fillfactor = 70)`,
  `CREATE TABLE erasures (
    user_id uuid PRIMARY KEY,
    erasure_id uuid NOT NULL,
    keep_messages boolean NOT NULL,
    claimed_until timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE reports (
    id uuid PRIMARY KEY,
    reporter_id uuid NOT NULL,
    reported_id uuid NOT NULL,
    chat_id uuid,
    message_id uuid,
    text text NOT NULL,
    messages jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    closed_at timestamptz(3),
    closed_by uuid,
    note text
  )`,
  `CREATE INDEX reports_open ON reports (created_at DESC, id DESC) WHERE closed_at IS NULL`,
  `CREATE INDEX reports_closed ON reports (created_at DESC, id DESC) WHERE closed_at IS NOT NULL`,
  `CREATE INDEX reports_reporter ON reports (reporter_id, created_at)`,
  `CREATE INDEX reports_reported ON reports (reported_id)`,
];

const STATEMENTS = [...CHATS, ...CREATE_ERASED_USERS, ...CREATE_EVENT_TABLES, ...INDEX_EVENT_LOG];

export class CreateChats1763769600000 implements MigrationInterface {
  readonly name = 'CreateChats1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
