import { raw, type Compilable, type Sql } from '@messenger/database';
import { hasDurableConsumer, type EventEnvelope } from '@messenger/events';
import type { PendingEvent } from './new-event.js';

const PURGE_BATCH_ROWS = 5_000;
/** Rows that a backlog is counted up to. */
const MAX_COUNTED = 10_000;

/** Where the events of a commit stand in the log. */
export interface LogPosition {
  /** The position of the first one. */
  first: number;
  time: Date;
}

export interface OutboxBacklog {
  /** No further than 10,000. */
  waiting: number;
  /** 0 when nothing waits. */
  oldestAgeSeconds: number;
}

/**
 * Locks the log until the transaction has ended: in a statement of its own, so that the next one's snapshot sees every
 * commit that the lock was waited for. An advisory lock and not a row: a row that each commit updates slows down all of
 * them while a snapshot is held, by a backup for example.
 */
export function lockLog(): Compilable {
  return raw(`SELECT pg_advisory_xact_lock('outbox'::regclass::oid::bigint)`);
}

/**
 * Writes the events of a transaction in their order, after `lockLog`, as its last statement.
 *
 * The lock is held until the commit is visible: so positions have no gap, follow the commits, and nobody reads one before
 * those below it.
 */
export function appendToLog(events: PendingEvent[]): Compilable<LogPosition> {
  const rows = events.map(({ id, type, subject, recipientIds, stored, requestId, traceparent }, place) => ({
    place,
    id,
    type,
    subject,
    recipient_ids: recipientIds,
    payload: stored,
    request_id: requestId,
    traceparent,
    awaits_broker: hasDurableConsumer(type),
  }));
  return raw(
    `WITH log AS (
       SELECT coalesce((SELECT max(position) FROM outbox), 0) + 1 AS first, clock_timestamp() AS time
     ), appended AS (
       INSERT INTO outbox (position, event_id, type, subject, recipient_ids, payload, request_id, traceparent,
                           created_at, awaits_broker)
       SELECT log.first + e.place, e.id, e.type, e.subject, e.recipient_ids, e.payload, e.request_id, e.traceparent,
              log.time, e.awaits_broker
       FROM log, jsonb_to_recordset($1) AS e(place int, id uuid, type text, subject text, recipient_ids uuid[],
                                             payload jsonb, request_id text, traceparent text, awaits_broker boolean)
     )
     SELECT first, time FROM log`,
    [JSON.stringify(rows)],
  );
}

/** The last position given to an event; 0 where there is none. */
export async function headOf(sql: Sql): Promise<number> {
  const [row] = await sql.run(raw<{ head: number }>(`SELECT coalesce(max(position), 0) AS head FROM outbox`));
  return row?.head ?? 0;
}

/** Events that have waited for the broker for `seconds`, the oldest first. */
export async function findWaiting(sql: Sql, seconds: number, limit: number): Promise<EventEnvelope[]> {
  return sql.run(
    raw<EventEnvelope>(
      `SELECT position, event_id AS id, type, subject, recipient_ids, payload, request_id, traceparent,
              created_at AS time
       FROM outbox WHERE awaits_broker AND created_at <= now() - make_interval(secs => $1)
       ORDER BY position LIMIT $2`,
      [seconds, limit],
    ),
  );
}

export async function markPublished(sql: Sql, positions: number[]): Promise<void> {
  await sql.run(
    raw(`UPDATE outbox SET awaits_broker = false WHERE position = ANY ($1::bigint[]) AND awaits_broker`, [positions]),
  );
}

export async function outboxBacklog(sql: Sql): Promise<OutboxBacklog> {
  const [row] = await sql.run(
    raw<OutboxBacklog>(
      `SELECT count(*)::int AS waiting,
              coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS "oldestAgeSeconds"
       FROM (SELECT created_at FROM outbox WHERE awaits_broker ORDER BY position LIMIT $1) waiting`,
      [MAX_COUNTED],
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
       SELECT position, created_at, awaits_broker FROM outbox
       WHERE position < (SELECT max(position) FROM outbox)
       ORDER BY position LIMIT $2
     ), kept AS (
       SELECT min(position) AS position FROM first
       WHERE created_at >= now() - make_interval(days => $1) OR awaits_broker
     )
     DELETE FROM outbox WHERE position IN (
       SELECT first.position FROM first, kept WHERE kept.position IS NULL OR first.position < kept.position
     ) RETURNING 1 AS deleted`,
    outboxDays,
  );
  await deleteInBatches(
    sql,
    `DELETE FROM inbox WHERE event_id IN (
       SELECT event_id FROM inbox WHERE received_at < now() - make_interval(days => $1) LIMIT $2
     ) RETURNING 1 AS deleted`,
    inboxDays,
  );
}

/** One statement for all would hit the statement's time limit on a busy day, and on each day after it. */
async function deleteInBatches(sql: Sql, text: string, days: number): Promise<void> {
  let deleted: unknown[];
  do deleted = await sql.run(raw(text, [days, PURGE_BATCH_ROWS]));
  while (deleted.length === PURGE_BATCH_ROWS);
}
