import { eventually } from '@messenger/testing';
import pg from 'pg';
import { expect } from 'vitest';

/** An event as a test writes it into an outbox by hand. */
export interface HandWrittenEvent {
  id: string;
  type: string;
  payload: object;
  /** Default: nobody. */
  recipientIds?: string[];
}

/** The last position that is committed, and the last one that the broker has confirmed. */
export interface Heads {
  written: number;
  published: number;
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

  async heads(): Promise<Heads> {
    const rows = await this.query<{ name: keyof Heads; position: string }>('SELECT name, position FROM outbox_head');
    return Object.fromEntries(rows.map(({ name, position }) => [name, Number(position)])) as unknown as Heads;
  }

  /** Waits until the broker has confirmed every committed event. */
  async everythingPublished(): Promise<Heads> {
    return eventually(async () => {
      const heads = await this.heads();
      expect(heads.published).toBe(heads.written);
      return heads;
    });
  }

  /** The ids of the events above a position, in the order of their positions. */
  async eventsAfter(position: number): Promise<{ id: string; type: string; position: number }[]> {
    const rows = await this.query<{ id: string; type: string; position: string }>(
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

  /** Also what a test that failed has left open. */
  async close(): Promise<void> {
    await Promise.all([this.pool.end(), ...this.clients.map((client) => client.end())]);
  }
}

/** As a service's own transaction writes them: they have their positions, and hold the head until it ends. */
export async function insertEvents(on: { query: Query }, events: HandWrittenEvent[]): Promise<void> {
  const rows = events.map((event, index) => ({ recipientIds: [], ...event, place: index + 1 }));
  await on.query(
    `WITH head AS (
       UPDATE outbox_head SET position = position + $2 WHERE name = 'written' RETURNING position - $2 AS before
     )
     INSERT INTO outbox (position, event_id, type, subject, recipient_ids, payload)
     SELECT head.before + e.place, e.id, e.type, 'test', e."recipientIds", e.payload
     FROM head, jsonb_to_recordset($1) AS e(place int, id uuid, type text, "recipientIds" uuid[], payload jsonb)`,
    [JSON.stringify(rows), rows.length],
  );
}
