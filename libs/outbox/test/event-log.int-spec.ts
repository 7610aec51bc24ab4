import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '@messenger/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  appendToOutbox,
  markPublished,
  numberRows,
  purgeEventTables,
  readEventLog,
  type LogStretch,
  type Database,
} from '../src/index.js';
import { deferred } from './conditions.js';
import { aReading, aReadingFor, eventsDatabase, tell } from './service.js';

const [ada, grace] = [randomUUID(), randomUUID()];

describe("somebody's log", () => {
  let database: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    database = await eventsDatabase();
    ({ transactions } = database);
  });
  beforeEach(async () => {
    await transactions.query('DELETE FROM outbox');
    await transactions.query('UPDATE outbox_head SET position = 0');
  });
  afterAll(() => database.close());

  const number = (): Promise<number> => transactions.run((sql) => numberRows(sql, 10_000));
  const read = (after?: number, limit = 100, who = ada): Promise<LogStretch> =>
    readEventLog(transactions, who, after, limit);
  const seqsOf = ({ events }: LogStretch): number[] =>
    events.map(({ payload }) => (JSON.parse(payload) as { seq: number }).seq);

  it("holds the events that name them, first or second, in the log's order, and where the log ends", async () => {
    await tell(transactions, [
      aReadingFor([ada, grace], 1),
      aReading(2),
      aReadingFor([grace, ada], 3),
      aReadingFor([grace], 4),
      aReadingFor([ada], 5),
      aReading(6),
    ]);
    await number();
    const log = await read(0);
    expect(seqsOf(log)).toEqual([1, 3, 5]);
    expect(log.events.map(({ position }) => position)).toEqual(['1', '3', '5']);
    expect(log).toMatchObject({ head: 6, oldest: 1 });
    expect(seqsOf(await read(1))).toEqual([3, 5]);
    expect(seqsOf(await read(0, 2))).toEqual([1, 3]);
    expect(seqsOf(await read(0, 100, grace))).toEqual([1, 3, 4]);
    expect(await read(6)).toEqual({ events: [], head: 6, oldest: 1 });
  });

  it('is not read without a position: that only tells where it ends', async () => {
    expect(await read()).toEqual({ events: [], head: 0, oldest: 1 });
    await tell(transactions, [aReadingFor([ada])]);
    await number();
    expect(await read()).toEqual({ events: [], head: 1, oldest: 1 });
  });

  it('tells of an event once, also to somebody who is named twice', async () => {
    await tell(transactions, [aReadingFor([ada, ada])]);
    await number();
    expect((await read(0)).events).toHaveLength(1);
  });

  it('shows what is numbered, whether or not it is published, and nothing else', async () => {
    await tell(transactions, [aReadingFor([ada], 1)]);
    expect(await read(0)).toEqual({ events: [], head: 0, oldest: 1 });
    await number();
    expect(seqsOf(await read(0))).toEqual([1]);
  });

  it('brings a transaction that commits late to somebody who has read past its beginning', async () => {
    const [written, gate] = [deferred(), deferred()];
    const late = transactions.run(async (transaction) => {
      await appendToOutbox(transaction, [aReadingFor([ada], 1)]);
      written.resolve();
      await gate.promise;
    });
    await written.promise;
    await tell(transactions, [aReadingFor([ada], 2)]);
    await number();
    const early = await read(0);
    expect(seqsOf(early)).toEqual([2]);
    gate.resolve();
    await late;
    await number();
    expect(seqsOf(await read(early.head))).toEqual([1]);
  });

  it('loses its beginning after 30 days, and says from where on it is kept', async () => {
    await tell(
      transactions,
      [1, 2, 3, 4].map((seq) => aReadingFor([ada], seq)),
    );
    await number();
    await transactions.run((sql) => markPublished(sql, '4'));
    const age = (days: number, seqs: number[]): Promise<object[]> =>
      transactions.query(
        `UPDATE outbox SET created_at = now() - make_interval(days => $1) WHERE (payload->>'seq')::int = ANY ($2)`,
        [days, seqs],
      );
    // The third began before the second: it must not be missing between two that are kept.
    await age(31, [1, 3]);
    await purgeEventTables(transactions, 30, 60);
    expect(seqsOf(await read(1))).toEqual([2, 3, 4]);
    expect(await read(1)).toMatchObject({ oldest: 2, head: 4 });
    await age(31, [2, 4]);
    await purgeEventTables(transactions, 30, 60);
    expect(await read(4)).toEqual({ events: [], oldest: 5, head: 4 });
  });

  it('is read by index alone, however much others have to tell', async () => {
    await transactions.query(
      `INSERT INTO outbox (event_id, type, subject, recipient_ids, payload, position)
       SELECT gen_random_uuid(), 'chat.read.v1', 's', ARRAY[gen_random_uuid(), gen_random_uuid()], '{}', n
       FROM generate_series(1, 20000) n`,
    );
    const owned = `UPDATE outbox SET recipient_ids[$1] = $2 WHERE position % 1000 = $3`;
    await transactions.query(owned, [1, ada, 7]);
    await transactions.query(owned, [2, ada, 8]);
    await transactions.query(`UPDATE outbox_head SET position = 20000`);
    const plan: string[] = [];
    const explaining = {
      query: async <Row extends object>(statement: string, parameters?: unknown[]): Promise<Row[]> => {
        const rows = await transactions.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`, parameters);
        plan.push(...rows.map((row) => row['QUERY PLAN']));
        return [];
      },
    };
    await readEventLog(explaining, ada, 5_000, 20);
    expect(plan.join('\n')).toMatch(/outbox_first_recipient/);
    expect(plan.join('\n')).toMatch(/outbox_second_recipient/);
    expect(plan.join('\n')).not.toMatch(/Seq Scan on outbox( |$)/);
    expect((await read(5_000)).events).toHaveLength(30);
  });

  it('refuses an event with more recipients than it can find again', async () => {
    const telling = tell(transactions, [aReadingFor([ada, grace, randomUUID()])]);
    await expect(telling).rejects.toThrow('outbox_at_most_two_recipients');
  });
});
