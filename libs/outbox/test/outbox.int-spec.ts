import { openPool, type TestDatabase } from '@messenger/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  appendToOutbox,
  hasUnnumberedRows,
  Inbox,
  lockUnpublished,
  markPublished,
  numberRows,
  outboxBacklog,
  OutboxSignal,
  purgeEventTables,
  Database,
  type EventContext,
  type Transaction,
} from '../src/index.js';
import { deferred } from './conditions.js';
import { aReading, eventsDatabase, tell } from './service.js';

interface Row {
  position: string | null;
  seq: number;
}

describe('the outbox', () => {
  let database: TestDatabase;
  let otherPool: DataSource;
  let database: Database;
  let others: Database;

  beforeAll(async () => {
    database = await eventsDatabase();
    otherPool = await openPool(database.runtimeUrl, 'users');
    transactions = database.sql;
    others = new Database(otherPool, new OutboxSignal());
  });

  beforeEach(async () => {
    await transactions.query('DELETE FROM outbox');
    await transactions.query('UPDATE outbox_head SET position = 0');
    await transactions.query('DELETE FROM inbox');
  });

  afterAll(async () => {
    await otherPool.destroy();
    await database.close();
  });

  const rows = (): Promise<Row[]> =>
    transactions.query<Row>(`SELECT position, (payload->>'seq')::int AS seq FROM outbox ORDER BY position, id`);
  const number = (by = transactions, limit = 1_000): Promise<number> => by.run((sql) => numberRows(sql, limit));

  /** A transaction that has written its event and not yet committed it. */
  async function halfDone(seq: number): Promise<{ commit: () => Promise<void> }> {
    const written = deferred();
    const gate = deferred();
    const held = others.run(async (transaction) => {
      await appendToOutbox(transaction, [aReading(seq)]);
      written.resolve();
      await gate.promise;
    });
    await Promise.race([written.promise, held]);
    const commit = async (): Promise<void> => {
      gate.resolve();
      await held;
    };
    return { commit };
  }

  it('keeps no event of a transaction that was rolled back', async () => {
    const work = transactions.run(async (transaction) => {
      transaction.emit(aReading(1));
      await transaction.query(`INSERT INTO effects VALUES (gen_random_uuid())`);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
    expect(await transactions.query('SELECT FROM effects')).toEqual([]);
  });

  it('rolls the work back where its event cannot be written', async () => {
    const work = transactions.run(async (transaction) => {
      await transaction.query(`INSERT INTO effects VALUES (gen_random_uuid())`);
      transaction.emit({ ...aReading(1), recipientIds: ['not a uuid'] });
    });
    await expect(work).rejects.toThrow('invalid input syntax');
    expect(await transactions.query('SELECT FROM effects')).toEqual([]);
  });

  it('numbers the events of a transaction in the order in which they were told', async () => {
    await tell(transactions, [1, 2, 3].map(aReading));
    await number();
    expect(await rows()).toEqual([1, 2, 3].map((seq) => ({ position: String(seq), seq })));
  });

  it('gives a transaction that began first and commits last the later position', async () => {
    const slow = await halfDone(1);
    await tell(transactions, [aReading(2)]);
    expect(await number()).toBe(1);
    await slow.commit();
    expect(await number()).toBe(1);
    expect(await rows()).toEqual([
      { position: '1', seq: 2 },
      { position: '2', seq: 1 },
    ]);
  });

  it('shows a reader that is at the head everything that commits later', async () => {
    const slow = await halfDone(1);
    await tell(transactions, [aReading(2)]);
    await number();
    const first = await transactions.run((sql) => lockUnpublished(sql, 10));
    await transactions.run((sql) => markPublished(sql, first.at(-1)?.position ?? '0'));
    await slow.commit();
    await number();
    const second = await transactions.run((sql) => lockUnpublished(sql, 10));
    expect([...first, ...second].map(({ position }) => position)).toEqual(['1', '2']);
  });

  it('numbers without gap or repeat from two processes at once, in small batches, while 20 writers write', async () => {
    let writing = true;
    const numbering = [transactions, others].map(async (by) => {
      while (writing || (await hasUnnumberedRows(by))) await number(by, 7);
    });
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      const by = writer % 2 === 0 ? transactions : others;
      for (let n = 0; n < 15; n++) await tell(by, [aReading(n)]);
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(numbering);
    const positions = (await rows()).map(({ position }) => Number(position));
    expect(positions).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
  });

  it('counts what waits and for how long', async () => {
    expect(await outboxBacklog(transactions)).toEqual({ waiting: 0, oldestAge: 0 });
    await tell(transactions, [1, 2, 3].map(aReading));
    await transactions.query(`UPDATE outbox SET created_at = now() - interval '1 minute' WHERE payload->>'seq' = '2'`);
    await number(transactions, 2);
    await transactions.run((sql) => markPublished(sql, '1'));
    const { waiting, oldestAge } = await outboxBacklog(transactions);
    expect(waiting).toBe(2);
    expect(oldestAge).toBeGreaterThan(59);
  });

  it('forgets old events, but none that is not published', async () => {
    await tell(transactions, [1, 2, 3, 4].map(aReading));
    await number(transactions, 3);
    await transactions.run((sql) => markPublished(sql, '2'));
    await transactions.query(`UPDATE outbox SET created_at = now() - interval '31 days' WHERE payload->>'seq' <> '2'`);
    await transactions.query(
      `INSERT INTO inbox VALUES (gen_random_uuid(), now() - interval '61 days'), (gen_random_uuid(), now())`,
    );
    await purgeEventTables(transactions, 30, 60);
    expect((await rows()).map(({ seq }) => seq)).toEqual([2, 3, 4]);
    expect(await transactions.query('SELECT FROM inbox')).toHaveLength(1);
  });

  it('forgets more old events than one statement takes', async () => {
    await transactions.query(
      `INSERT INTO outbox (event_id, type, subject, recipient_ids, payload, created_at, position)
       SELECT gen_random_uuid(), 'chat.read.v1', 's', '{}', '{}', now() - interval '31 days', n
       FROM generate_series(1, 12000) n`,
    );
    await transactions.run((sql) => markPublished(sql, '12000'));
    await purgeEventTables(transactions, 30, 60);
    expect(await rows()).toEqual([]);
  });
});

describe('the inbox', () => {
  let database: TestDatabase;
  let inbox: Inbox;

  beforeAll(async () => {
    database = await eventsDatabase();
    inbox = new Inbox(database.sql);
  });
  afterAll(() => database.close());

  const event = (id: string): EventContext => ({ id }) as EventContext;
  const effect = (transaction: Transaction): Promise<void> =>
    transaction.query(`INSERT INTO effects VALUES (gen_random_uuid())`).then(() => undefined);
  const effects = async (): Promise<number> => (await database.sql.query('SELECT FROM effects')).length;

  it('makes one effect of 20 concurrent deliveries', async () => {
    const id = '019aa3c0-7a4e-7c3e-8d2b-000000000001';
    const before = await effects();
    await Promise.all(Array.from({ length: 20 }, () => inbox.once(event(id), effect)));
    expect(await effects()).toBe(before + 1);
  });

  it('forgets a delivery whose effect failed', async () => {
    const id = '019aa3c0-7a4e-7c3e-8d2b-000000000002';
    const before = await effects();
    const failing = inbox.once(event(id), async (transaction) => {
      await effect(transaction);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await effects()).toBe(before);
    await inbox.once(event(id), effect);
    expect(await effects()).toBe(before + 1);
  });
});
