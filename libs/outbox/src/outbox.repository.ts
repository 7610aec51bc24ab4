import { randomUUID } from 'node:crypto';
import { requestContext, type RequestContext } from '@messenger/logging';
import { encodePayload, type EventPayload, type EventType } from '../catalogue.js';
import type { Sql } from '../sql.js';

/** Rows a statement. */
const PURGE_BATCH = 5_000;

/** A fact to be told once its transaction has committed. */
export interface NewEvent<T extends EventType = EventType> {
  type: T;
  payload: EventPayload<T>;
  /** What it is about: the id of a user, a pair, a chat. */
  subject: string;
  /** Whom it concerns: they get it live and in their log. */
  recipientIds: string[];
  /** The request that it comes from, where that is not the running one: a batch holds the writes of many. */
  request?: RequestContext;
}

/** A numbered row on its way to the broker. */
export interface OutboxRow {
  position: string;
  eventId: string;
  type: EventType;
  subject: string;
  recipientIds: string[];
  payload: object;
  requestId: string | null;
  traceparent: string | null;
  createdAt: Date;
}

export interface OutboxBacklog {
  waiting: number;
  /** Seconds; 0 when nothing waits. */
  oldestAge: number;
}

/** Writes the events of a transaction, in one statement, in their order. */
export async function appendToOutbox(sql: Sql, events: NewEvent[]): Promise<void> {
  const running = requestContext.getStore();
  const rows = events.map(({ type, payload, subject, recipientIds, request = running }) => ({
    event_id: randomUUID(),
    type,
    subject,
    recipient_ids: recipientIds,
    payload: encodePayload(type, payload),
    request_id: request?.requestId,
    traceparent: request?.traceparent,
  }));
  await sql.query(
    `INSERT INTO outbox (event_id, type, subject, recipient_ids, payload, request_id, traceparent)
     SELECT * FROM jsonb_to_recordset($1) AS e(event_id uuid, type text, subject text, recipient_ids uuid[],
                                               payload jsonb, request_id text, traceparent text)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Gives up to `limit` unnumbered rows the next positions, by `id`. Call in a transaction of its own.
 *
 * The head is locked in a statement of its own: the next one's snapshot then sees every row that the last relay
 * numbered. A row that commits late gets a later position; no position is ever given below one that was read.
 */
export async function numberRows(sql: Sql, limit: number): Promise<number> {
  const [head] = await sql.query<{ position: string }>(
    `SELECT position FROM outbox_head WHERE name = 'numbered' FOR UPDATE`,
  );
  const [result] = await sql.query<{ count: number }>(
    `WITH next AS (
       SELECT id, $1::bigint + row_number() OVER (ORDER BY id) AS position
       FROM (SELECT id FROM outbox WHERE position IS NULL ORDER BY id LIMIT $2) unnumbered
     ), numbered AS (
       UPDATE outbox SET position = next.position FROM next WHERE outbox.id = next.id RETURNING outbox.position
     ), moved AS (
       UPDATE outbox_head SET position = (SELECT max(position) FROM numbered)
       WHERE name = 'numbered' AND EXISTS (SELECT FROM numbered)
     )
     SELECT count(*)::int AS count FROM numbered`,
    [head?.position, limit],
  );
  return result?.count ?? 0;
}

export async function hasUnnumberedRows(sql: Sql): Promise<boolean> {
  const rows = await sql.query(`SELECT FROM outbox WHERE position IS NULL LIMIT 1`);
  return rows.length > 0;
}

/** Locks the published head until the transaction ends: one relay publishes at a time, so positions arrive in order. */
export async function lockUnpublished(sql: Sql, limit: number): Promise<OutboxRow[]> {
  const [head] = await sql.query<{ position: string }>(
    `SELECT position FROM outbox_head WHERE name = 'published' FOR UPDATE`,
  );
  return sql.query<OutboxRow>(
    `SELECT position, event_id AS "eventId", type, subject, recipient_ids AS "recipientIds", payload,
            request_id AS "requestId", traceparent, created_at AS "createdAt"
     FROM outbox WHERE position > $1 ORDER BY position LIMIT $2`,
    [head?.position, limit],
  );
}

export async function markPublished(sql: Sql, position: string): Promise<void> {
  await sql.query(`UPDATE outbox_head SET position = $1 WHERE name = 'published'`, [position]);
}

/** Whether a numbered row still waits for the broker. */
export async function hasUnpublishedRows(sql: Sql): Promise<boolean> {
  const rows = await sql.query(
    `SELECT FROM outbox_head n, outbox_head p
     WHERE n.name = 'numbered' AND p.name = 'published' AND n.position > p.position`,
  );
  return rows.length > 0;
}

export async function outboxBacklog(sql: Sql): Promise<OutboxBacklog> {
  const [row] = await sql.query<OutboxBacklog>(
    `SELECT count(*)::int AS waiting,
            coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS "oldestAge"
     FROM outbox
     WHERE position IS NULL OR position > (SELECT position FROM outbox_head WHERE name = 'published')`,
  );
  return row ?? { waiting: 0, oldestAge: 0 };
}

/**
 * Forgets what no cursor and no redelivery can still ask for. Call outside any transaction.
 *
 * The log loses its beginning and nothing else, whatever the times of its rows: what is kept has no hole.
 */
export async function purgeEventTables(sql: Sql, outboxDays: number, inboxDays: number): Promise<void> {
  await deleteInBatches(
    sql,
    `WITH first AS (
       SELECT id, position, created_at FROM outbox
       WHERE position <= (SELECT position FROM outbox_head WHERE name = 'published')
       ORDER BY position LIMIT $2
     ), kept AS (
       SELECT min(position) AS position FROM first WHERE created_at >= now() - make_interval(days => $1)
     )
     DELETE FROM outbox WHERE id IN (
       SELECT first.id FROM first, kept WHERE kept.position IS NULL OR first.position < kept.position
     ) RETURNING 1`,
    outboxDays,
  );
  await deleteInBatches(
    sql,
    `DELETE FROM inbox WHERE event_id IN (
       SELECT event_id FROM inbox WHERE received_at < now() - make_interval(days => $1) LIMIT $2
     ) RETURNING 1`,
    inboxDays,
  );
}

/** One statement for all would hit the statement's time limit on a busy day, and on each day after it. */
async function deleteInBatches(sql: Sql, statement: string, days: number): Promise<void> {
  let deleted: object[];
  do deleted = await sql.query(statement, [days, PURGE_BATCH]);
  while (deleted.length === PURGE_BATCH);
}
