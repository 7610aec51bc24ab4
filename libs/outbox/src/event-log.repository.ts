import type { EventType } from '@messenger/events';
import { raw, type Sql } from '@messenger/database';

/** An event of the log, as its recipient reads it. */
export interface LoggedEventRow {
  id: string;
  type: EventType;
  time: Date;
  position: number;
  /** JSON, as a text: nobody on the way to the recipient needs to parse it. */
  payload: string;
}

/** A page of somebody's log, all of one snapshot. */
export interface EventLogPage {
  events: LoggedEventRow[];
  /** The last position given to any event. */
  head: number;
  /** The log no longer holds what follows the position, or never held that position. */
  expired: boolean;
}

type LogRow = Pick<EventLogPage, 'head' | 'expired'> & (LoggedEventRow | { id: null });

/**
 * Up to `limit` of somebody's events after a position; none without one.
 *
 * One statement, so head and events are of one snapshot: whatever commits later comes after that head.
 */
export async function readEventLog(
  sql: Sql,
  recipientId: string,
  afterPosition: number | undefined,
  limit: number,
): Promise<EventLogPage> {
  const rows = await sql.run(
    raw<LogRow>(
      `SELECT log.head, log.head <> $2::bigint AND next.position IS NULL AS expired, e.*
     FROM (SELECT coalesce(max(position), 0) AS head FROM outbox) log
     LEFT JOIN outbox next ON next.position = $2::bigint + 1
     LEFT JOIN LATERAL (
       (${eventsOf('recipient_ids[1] = $1')})
       UNION ALL
       (${eventsOf('recipient_ids[2] = $1 AND recipient_ids[1] <> $1')})
       ORDER BY position LIMIT $3
     ) e ON true
     ORDER BY e.position`,
      [recipientId, afterPosition ?? null, limit],
    ),
  );
  const [first] = rows;
  return {
    events: rows.filter((row) => row.id !== null),
    head: first?.head ?? 0,
    expired: first?.expired ?? false,
  };
}

/** Each in the order of one of the two indexes, so that it stops after `limit` rows. */
function eventsOf(recipient: string): string {
  return `SELECT event_id AS id, type, created_at AS time, position, payload::text AS payload
    FROM outbox WHERE ${recipient} AND position > $2::bigint ORDER BY position LIMIT $3`;
}
