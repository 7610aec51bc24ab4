import type { Compilable } from '@messenger/database';
import { hasDurableConsumer, type EventType } from '@messenger/events';
import { eventually, rowsMentioning } from '@messenger/testing';
import pg from 'pg';
import { expect } from 'vitest';

/** An event as a test writes it into an outbox by hand. */
export interface HandWrittenEvent {
  id: string;
  type: EventType;
  payload: object;
  /** Default: nobody. */
  recipientIds?: string[];
  /** Default: 0. Without a broker's confirm after 6, other processes publish it. */
  ageSeconds?: number;
}

/** An event of a log. */
export interface EventRow {
  id: string;
  type: EventType;
  position: number;
}

type Query = <Row extends object>(statement: string, parameters?: unknown[]) => Promise<Row[]>;

/** A transaction that ends when the test says so. */
export interface OpenTransaction {
  query: Query;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** One service's tables, as its run-time role sees them. */
export class Schema {
  private readonly pool: pg.Pool;
  private readonly clients: pg.Client[] = [];

  constructor(private readonly url: string) {
    this.pool = new pg.Pool({ connectionString: url });
    this.pool.on('error', () => undefined);
  }

  async query<Row extends object>(statement: string, parameters?: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(statement, parameters)).rows;
  }

  async begin(): Promise<OpenTransaction> {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => undefined);
    this.clients.push(client);
    await client.connect();
    await client.query('BEGIN');
    const end = async (statement: string) => {
      await client.query(statement);
      await client.end();
    };
    return {
      query: async <Row extends object>(statement: string, parameters?: unknown[]) =>
        (await client.query<Row>(statement, parameters)).rows,
      commit: () => end('COMMIT'),
      rollback: () => end('ROLLBACK'),
    };
  }

  /** The rows of every table in which one of the words stands: `table: row`. */
  rowsMentioning(...words: string[]): Promise<string[]> {
    const run = <Row>(statement: Compilable<Row>): Promise<Row[]> => {
      const { sql, parameters } = statement.compile();
      return this.query(sql, [...parameters]) as Promise<Row[]>;
    };
    return rowsMentioning({ run }, ...words);
  }

  /** The log's last position. */
  async head(): Promise<number> {
    const [row] = await this.query<{ head: string }>('SELECT coalesce(max(position), 0) AS head FROM outbox');
    return Number(row!.head);
  }

  /** How many events wait for the broker's confirm. */
  async countWaiting(): Promise<number> {
    const [row] = await this.query<{ count: number }>('SELECT count(*)::int AS count FROM outbox WHERE awaits_broker');
    return row!.count;
  }

  /** Waits until the broker has confirmed every event that has a durable consumer. */
  async everythingPublished(): Promise<void> {
    await eventually(async () => expect(await this.countWaiting()).toBe(0));
  }

  /** The events above a position, in the order of their positions. */
  async eventsAfter(position: number): Promise<EventRow[]> {
    const rows = await this.query<EventRow & { position: string }>(
      'SELECT event_id AS id, type, position FROM outbox WHERE position > $1 ORDER BY position',
      [position],
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  }

  /** How many of the events have had their effect. */
  async countHandled(eventIds: string[]): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM inbox WHERE event_id = ANY ($1)',
      [eventIds],
    );
    return row!.count;
  }

  /** Waits until a transaction of the service waits for a lock, and has for so many milliseconds. */
  async somebodyWaits(duration = 0): Promise<void> {
    await eventually(async () => {
      const waiting = await this.query(
        `SELECT pid FROM pg_stat_activity WHERE usename = current_user AND wait_event_type = 'Lock'
         AND clock_timestamp() - query_start > $1 * interval '1 millisecond'`,
        [duration],
      );
      expect(waiting).not.toEqual([]);
    });
  }

  /** As the statements of a killed process end: PostgreSQL would notice only after them that nobody is there any more. */
  async endThoseWhoWait(): Promise<void> {
    await this.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE usename = current_user AND wait_event_type = 'Lock'`,
    );
  }

  /** Also what a test that failed has left open. */
  async close(): Promise<void> {
    await Promise.all([this.pool.end(), ...this.clients.map((client) => client.end())]);
  }
}

/**
 * Writes events as a service does, as a transaction's last statement, and resolves with the position of the first. No
 * process has them in memory: nobody publishes them to the feed.
 */
export async function insertEvents({ query }: OpenTransaction, events: HandWrittenEvent[]): Promise<number> {
  const rows = events.map((event, place) => ({
    recipientIds: [],
    ageSeconds: 0,
    ...event,
    place,
    awaitsBroker: hasDurableConsumer(event.type),
  }));
  await query(`SELECT pg_advisory_xact_lock('outbox'::regclass::oid::bigint)`);
  const [log] = await query<{ first: string }>(
    `WITH log AS (SELECT coalesce(max(position), 0) + 1 AS first FROM outbox), appended AS (
       INSERT INTO outbox (position, event_id, type, subject, recipient_ids, payload, awaits_broker, created_at)
       SELECT log.first + e.place, e.id, e.type, 'test', e."recipientIds", e.payload, e."awaitsBroker",
              clock_timestamp() - make_interval(secs => e."ageSeconds")
       FROM log, jsonb_to_recordset($1) AS e(place int, id uuid, type text, "recipientIds" uuid[], payload jsonb,
                                             "awaitsBroker" boolean, "ageSeconds" float)
     )
     SELECT first FROM log`,
    [JSON.stringify(rows)],
  );
  return Number(log!.first);
}

/** Commits events whose process has died right after the commit. */
export async function commitEvents(schema: Schema, events: HandWrittenEvent[]): Promise<void> {
  const transaction = await schema.begin();
  await insertEvents(transaction, events);
  await transaction.commit();
}
