import { randomUUID } from 'node:crypto';
import { raw, type Compilable, type Sql } from '@messenger/database';
import { encodePayload, type EventEnvelope, type EventPayload, type EventType } from '@messenger/events';
import { requestContext, type RequestContext } from '@messenger/logging';
import type { Complete } from '@messenger/proto';

const PURGE_BATCH_ROWS = 5_000;

/** A fact to be told once its transaction has committed. */
export interface NewEvent<T extends EventType = EventType> {
  type: T;
  payload: Complete<EventPayload<T>>;
  /** What it is about: the id of a user, a pair, a chat. */
  subject: string;
  /** Whom it concerns: they get it live and in their log. */
  recipientIds: string[];
  /** The request that it comes from, where that is not the running one: a batch holds the writes of many. */
  request?: RequestContext;
}

export interface OutboxBacklog {
  waiting: number;
  /** 0 when nothing waits. */
  oldestAgeSeconds: number;
}

/**
 * Writes the events of a transaction in their order, as its last statement.
 *
 * The head's row stays locked until the commit is visible: positions have no gap, follow the commits, and nobody reads
 * one before those below it.
 */
export function appendToOutbox(events: NewEvent[]): Compilable {
  const running = requestContext.getStore();
  const rows = events.map(({ type, payload, subject, recipientIds, request = running }, index) => ({
    place: index + 1,
    event_id: randomUUID(),
    type,
    subject,
    recipient_ids: recipientIds,
    payload: encodePayload(type, payload),
    request_id: request?.requestId,
    traceparent: request?.traceparent,
  }));
  return raw(
    `WITH head AS (
       UPDATE outbox_head SET position = position + $2 WHERE name = 'written' RETURNING position - $2 AS before
     )
     INSERT INTO outbox (position, event_id, type, subject, recipient_ids, payload, request_id, traceparent)
     SELECT head.before + e.place, e.event_id, e.type, e.subject, e.recipient_ids, e.payload, e.request_id, e.traceparent
     FROM head, jsonb_to_recordset($1) AS e(place int, event_id uuid, type text, subject text, recipient_ids uuid[],
                                            payload jsonb, request_id text, traceparent text)`,
    [JSON.stringify(rows), rows.length],
  );
}

/** Locks the published head until the transaction ends: one relay publishes at a time, so positions arrive in order. */
export async function lockUnpublished(sql: Sql, limit: number): Promise<EventEnvelope[]> {
  const [head] = await sql.run(
    raw<{ position: number }>(`SELECT position FROM outbox_head WHERE name = 'published' FOR UPDATE`),
  );
  return sql.run(
    raw<EventEnvelope>(
      `SELECT position, event_id AS id, type, subject, recipient_ids, payload, request_id, traceparent, created_at AS time
       FROM outbox WHERE position > $1 ORDER BY position LIMIT $2`,
      [head?.position, limit],
    ),
  );
}

export async function markPublished(sql: Sql, position: number): Promise<void> {
  await sql.run(raw(`UPDATE outbox_head SET position = $1 WHERE name = 'published'`, [position]));
}

/** Whether a row still waits for the broker. */
export async function hasUnpublishedRows(sql: Sql): Promise<boolean> {
  const rows = await sql.run(
    raw(
      `SELECT FROM outbox_head written, outbox_head published
       WHERE written.name = 'written' AND published.name = 'published' AND written.position > published.position`,
    ),
  );
  return rows.length > 0;
}

export async function outboxBacklog(sql: Sql): Promise<OutboxBacklog> {
  const [row] = await sql.run(
    raw<OutboxBacklog>(
      `SELECT written.position - published.position AS waiting,
              coalesce(extract(epoch FROM now() - oldest.created_at), 0)::float AS "oldestAgeSeconds"
       FROM outbox_head published
       JOIN outbox_head written ON written.name = 'written'
       LEFT JOIN outbox oldest ON oldest.position = published.position + 1
       WHERE published.name = 'published'`,
    ),
  );
  return row ?? { waiting: 0, oldestAgeSeconds: 0 };
}

/**
 * Deletes what no cursor and no redelivery can still ask for. Call outside any transaction.
 *
 * The log loses its beginning and nothing else, whatever the times of its rows: what is kept has no hole.
 */
export async function purgeEventTables(sql: Sql, outboxDays: number, inboxDays: number): Promise<void> {
  await deleteInBatches(
    sql,
    `WITH first AS (
       SELECT position, created_at FROM outbox
       WHERE position <= (SELECT position FROM outbox_head WHERE name = 'published')
       ORDER BY position LIMIT $2
     ), kept AS (
       SELECT min(position) AS position FROM first WHERE created_at >= now() - make_interval(days => $1)
     )
     DELETE FROM outbox WHERE position IN (
       SELECT first.position FROM first, kept WHERE kept.position IS NULL OR first.position < kept.position
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
async function deleteInBatches(sql: Sql, text: string, days: number): Promise<void> {
  let deleted: unknown[];
  do deleted = await sql.run(raw(text, [days, PURGE_BATCH_ROWS]));
  while (deleted.length === PURGE_BATCH_ROWS);
}
