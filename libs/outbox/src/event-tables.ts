/**
 * The tables that a service publishes from and consumes into, for its first migration.
 *
 * outbox: `id` is drawn inside the writer's transaction, after whatever it has locked; `position` is given by the
 * relay in commit order. The rows stay 30 days as the log of what happened.
 * outbox_head: how far rows are numbered, and how far they are published; its rows are the relays' locks.
 * inbox: the events whose effect is committed.
 */
export const CREATE_EVENT_TABLES = [
  `CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    recipient_ids uuid[] NOT NULL,
    payload jsonb NOT NULL,
    request_id text,
    traceparent text,
    created_at timestamptz NOT NULL DEFAULT now(),
    position bigint UNIQUE
  )`,
  `CREATE INDEX outbox_unnumbered ON outbox (id) WHERE position IS NULL`,
  `CREATE INDEX outbox_created_at ON outbox USING brin (created_at)`,
  `CREATE TABLE outbox_head (
    name text PRIMARY KEY CHECK (name IN ('numbered', 'published')),
    position bigint NOT NULL DEFAULT 0
  )`,
  `INSERT INTO outbox_head (name) VALUES ('numbered'), ('published')`,
  `CREATE TABLE inbox (
    event_id uuid PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX inbox_received_at ON inbox USING brin (received_at)`,
];

/**
 * The outbox as each person's log, for a migration of a service whose events people read.
 *
 * An event has at most two recipients, and an index for each: merged, they give a person's events by position. A row is
 * in them once it is numbered.
 */
export const INDEX_EVENT_LOG = [
  `ALTER TABLE outbox ADD CONSTRAINT outbox_at_most_two_recipients CHECK (cardinality(recipient_ids) <= 2)`,
  `CREATE INDEX outbox_first_recipient ON outbox ((recipient_ids[1]), position) WHERE position IS NOT NULL`,
  `CREATE INDEX outbox_second_recipient ON outbox ((recipient_ids[2]), position)
   WHERE position IS NOT NULL AND recipient_ids[2] IS NOT NULL`,
];
