import { randomUUID } from 'node:crypto';
import { raw, type Compilable, type Sql } from '@messenger/database';
import type { TestDatabase } from '@messenger/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { purgeEventTables, readEventLog, type EventLogPage } from '../src/index.js';
import { aReading, aReadingFor, eventsDatabase, ServiceInstance } from './service.js';

const [ada, grace] = [randomUUID(), randomUUID()];

describe("somebody's log", () => {
  let database: TestDatabase;
  let service: ServiceInstance;

  beforeAll(async () => {
    database = await eventsDatabase();
    service = ServiceInstance.on(database);
  });
  beforeEach(() => query('DELETE FROM outbox'));
  afterAll(async () => {
    await service.stop();
    await database.close();
  });

  const query = <T>(text: string, parameters?: unknown[]): Promise<T[]> =>
    service.database.run(raw<T>(text, parameters));
  const read = (after?: number, limit = 100, who = ada): Promise<EventLogPage> =>
    readEventLog(service.database, who, after, limit);
  const seqsOf = ({ events }: EventLogPage): number[] =>
    events.map(({ payload }) => (JSON.parse(payload) as { seq: number }).seq);

  it("holds the events that name them, first or second, in the log's order, and where the log ends", async () => {
    await service.commit(
      aReadingFor([ada, grace], 1),
      aReading(2),
      aReadingFor([grace, ada], 3),
      aReadingFor([grace], 4),
      aReadingFor([ada], 5),
      aReading(6),
    );
    const log = await read(0);
    expect(seqsOf(log)).toEqual([1, 3, 5]);
    expect(log.events.map(({ position }) => position)).toEqual([1, 3, 5]);
    expect(log).toMatchObject({ head: 6, expired: false });
    expect(seqsOf(await read(1))).toEqual([3, 5]);
    expect(seqsOf(await read(0, 2))).toEqual([1, 3]);
    expect(seqsOf(await read(0, 100, grace))).toEqual([1, 3, 4]);
    expect(await read(6)).toEqual({ events: [], head: 6, expired: false });
  });

  it('is not read without a position: that only answers where it ends', async () => {
    expect(await read()).toEqual({ events: [], head: 0, expired: false });
    await service.commit(aReadingFor([ada]));
    expect(await read()).toEqual({ events: [], head: 1, expired: false });
  });

  it('holds an event once, also for somebody who is named twice', async () => {
    await service.commit(aReadingFor([ada, ada]));
    expect((await read(0)).events).toHaveLength(1);
  });

  it('loses its beginning after 30 days, and refuses who has read only up to there', async () => {
    await service.commitEach([1, 2, 3, 4, 5].map((seq) => aReadingFor([ada], seq)));
    await query(`UPDATE outbox SET created_at = now() - interval '31 days' WHERE position IN (1, 3)`);
    await purgeEventTables(service.database, 30, 60);
    expect(seqsOf(await read(1))).toEqual([2, 3, 4, 5]);
    expect(await read(1)).toMatchObject({ expired: false, head: 5 });
    expect(await read(0)).toMatchObject({ expired: true, head: 5 });
    await query(`UPDATE outbox SET created_at = now() - interval '31 days'`);
    await purgeEventTables(service.database, 30, 60);
    expect(await read(5)).toEqual({ events: [], expired: false, head: 5 });
    expect(await read(3)).toMatchObject({ expired: true });
  });

  it('refuses who has read further than it goes: it was restored from a backup', async () => {
    await service.commit(aReadingFor([ada]));
    expect(await read(1)).toMatchObject({ expired: false });
    expect(await read(2)).toMatchObject({ expired: true, head: 1 });
  });

  it.each([
    ['are spread over it', 'position % 1000'],
    ['all lie at its end', '20000 - position'],
  ])('is read by index alone where somebody’s events %s', async (_where, place) => {
    await query(
      `INSERT INTO outbox (event_id, type, subject, recipient_ids, payload, position)
       SELECT gen_random_uuid(), 'chat.read.v1', 's', ARRAY[gen_random_uuid(), gen_random_uuid()], '{}', n
       FROM generate_series(1, 20000) n`,
    );
    await query(`UPDATE outbox SET recipient_ids[1] = $1 WHERE ${place} BETWEEN 0 AND 6`, [ada]);
    await query(`UPDATE outbox SET recipient_ids[2] = $1 WHERE ${place} BETWEEN 7 AND 9`, [ada]);
    await query('ANALYZE outbox');
    const plan: string[] = [];
    const explaining: Pick<Sql, 'run'> = {
      run: async <Row>(statement: Compilable<Row>): Promise<Row[]> => {
        const { sql, parameters } = statement.compile();
        const rows = await query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...parameters]);
        plan.push(...rows.map((row) => row['QUERY PLAN']));
        return [];
      },
    };
    await readEventLog(explaining, ada, 5_000, 20);
    expect(plan.join('\n')).toMatch(/outbox_first_recipient/);
    expect(plan.join('\n')).toMatch(/outbox_second_recipient/);
    expect(plan.join('\n')).not.toMatch(/Seq Scan on outbox( |$)/);
  });

  it('refuses an event with more recipients than it can find again', async () => {
    const committing = service.commit(aReadingFor([ada, grace, randomUUID()]));
    await expect(committing).rejects.toThrow('outbox_at_most_two_recipients');
  });
});
