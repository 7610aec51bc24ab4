/**
 * The tables that a service publishes from and consumes into, for its first migration.
 *
 * outbox: the service's log of what happened, kept 30 days. Positions have no gap and follow the commits. Its last row
 * stays for ever: it says where the log ends.
 * log_identity: one row: the server, timeline and table that the log was last written to.
 * inbox: the events whose effect is committed.
 */
export const CREATE_EVENT_TABLES = [
  `CREATE TABLE outbox (
    position bigint PRIMARY KEY,
    event_id uuid NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    recipient_ids uuid[] NOT NULL,
    payload jsonb NOT NULL,
    request_id text,
    traceparent text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    awaits_broker boolean NOT NULL DEFAULT false
  )`,
  `CREATE INDEX outbox_awaiting_broker ON outbox (position) WHERE awaits_broker`,
  `CREATE TABLE log_identity (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    identity text NOT NULL
  )`,
  `CREATE TABLE inbox (
    event_id uuid PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX inbox_received_at ON inbox USING brin (received_at)`,
];

/**
 * The outbox as each person's log, for a migration of a service whose events people read.
 *
 * An event has at most two recipients, and an index for each: merged, they give a person's events by position.
 */
export const INDEX_EVENT_LOG = [
  `ALTER TABLE outbox ADD CONSTRAINT outbox_at_most_two_recipients CHECK (cardinality(recipient_ids) <= 2)`,
  `CREATE INDEX outbox_first_recipient ON outbox ((recipient_ids[1]), position)`,
  `CREATE INDEX outbox_second_recipient ON outbox ((recipient_ids[2]), position) WHERE recipient_ids[2] IS NOT NULL`,
];
