import type { Transaction } from '@messenger/database';
import type { EventContext } from '@messenger/events';
import { raw } from '@messenger/database';
import type { TestDatabase } from '@messenger/testing';
import { deferred } from '@messenger/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findWaiting, headOf, Inbox, markPublished, outboxBacklog, purgeEventTables } from '../src/index.js';
import { aReading, aRegistration, eventsDatabase, ServiceInstance } from './service.js';

interface Row {
  position: number;
  seq: number;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

describe('the outbox', () => {
  let database: TestDatabase;
  let one: ServiceInstance;
  let two: ServiceInstance;

  beforeAll(async () => {
    database = await eventsDatabase();
    one = ServiceInstance.on(database);
    two = ServiceInstance.on(database);
  });

  beforeEach(async () => {
    for (const table of ['outbox', 'inbox', 'effects']) await one.database.run(raw(`DELETE FROM ${table}`));
  });

  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await database.close();
  });

  const query = <T>(text: string, parameters?: unknown[]): Promise<T[]> => one.database.run(raw<T>(text, parameters));
  const rows = (): Promise<Row[]> =>
    query<Row>(`SELECT position, (payload->>'seq')::int AS seq FROM outbox ORDER BY position`);

  it('keeps no event of a transaction that was rolled back, and gives its position to the next', async () => {
    const work = one.database.transaction(async (transaction) => {
      one.outbox.add(transaction, aReading(1));
      await transaction.run(raw(`INSERT INTO effects VALUES (gen_random_uuid())`));
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    await one.commit(aReading(2));
    expect(await rows()).toEqual([{ position: 1, seq: 2 }]);
    expect(await query('SELECT FROM effects')).toEqual([]);
  });

  it('rolls the work back where its event cannot be written', async () => {
    const work = one.database.transaction(async (transaction) => {
      await transaction.run(raw(`INSERT INTO effects VALUES (gen_random_uuid())`));
      one.outbox.add(transaction, { ...aReading(1), recipientIds: ['not a uuid'] });
    });
    await expect(work).rejects.toThrow('invalid input syntax');
    expect(await query('SELECT FROM effects')).toEqual([]);
  });

  it('gives the events of a transaction their positions in the order in which they were added', async () => {
    await one.commit(...[1, 2, 3].map(aReading));
    expect(await rows()).toEqual([1, 2, 3].map((seq) => ({ position: seq, seq })));
  });

  it('gives a transaction that began first and commits last the later position', async () => {
    const [working, gate] = [deferred(), deferred()];
    const slow = two.database.transaction(async (transaction) => {
      await transaction.run(raw(`INSERT INTO effects VALUES (gen_random_uuid())`));
      two.outbox.add(transaction, aReading(1));
      working.resolve();
      await gate.promise;
    });
    await working.promise;
    await one.commit(aReading(2));
    gate.resolve();
    await slow;
    expect(await rows()).toEqual([
      { position: 1, seq: 2 },
      { position: 2, seq: 1 },
    ]);
  });

  it('shows no reader a position before those below it, while two instances write and roll back', async () => {
    const writing = { done: false };
    const seen: number[][] = [];
    const reading = (async () => {
      while (!writing.done) seen.push((await rows()).map(({ position }) => position));
    })();
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      const by = writer % 2 === 0 ? one : two;
      for (let n = 0; n < 15; n++) {
        await by.commit(...upTo((n % 3) + 1).map(aReading));
        const refused = by.commit(aReading(n), { ...aReading(n), recipientIds: ['not a uuid'] });
        await expect(refused).rejects.toThrow();
      }
    });
    await Promise.all(writers);
    writing.done = true;
    await reading;
    expect((await rows()).map(({ position }) => position)).toEqual(upTo(600));
    expect(await headOf(one.database)).toBe(600);
    for (const positions of seen) expect(positions).toEqual(upTo(positions.length));
  });

  it('counts what waits for the broker and for how long', async () => {
    expect(await outboxBacklog(one.database)).toEqual({ waiting: 0, oldestAgeSeconds: 0 });
    await one.commit(aRegistration(), aReading(2), aRegistration(), aRegistration());
    await query(`UPDATE outbox SET created_at = now() - interval '1 minute' WHERE position = 3`);
    await markPublished(one.database, [1]);
    const { waiting, oldestAgeSeconds } = await outboxBacklog(one.database);
    expect(waiting).toBe(2);
    expect(oldestAgeSeconds).toBeGreaterThan(59);
    expect((await findWaiting(one.database, 30, 10)).map(({ position }) => position)).toEqual([3]);
  });

  it('deletes expired events, but none that waits for the broker or comes after one that is kept', async () => {
    await one.commit(aReading(1), aReading(2), aRegistration(), aReading(4), aReading(5));
    await query(`UPDATE outbox SET created_at = now() - interval '31 days' WHERE position IN (1, 3, 4)`);
    await query(`INSERT INTO inbox VALUES (gen_random_uuid(), now() - interval '61 days'), (gen_random_uuid(), now())`);
    await purgeEventTables(one.database, 30, 60);
    expect((await rows()).map(({ position }) => position)).toEqual([2, 3, 4, 5]);
    await query(`UPDATE outbox SET created_at = now() - interval '31 days'`);
    await purgeEventTables(one.database, 30, 60);
    expect((await rows()).map(({ position }) => position)).toEqual([3, 4, 5]);
    expect(await query('SELECT FROM inbox')).toHaveLength(1);
  });

  it('deletes more expired events than one statement takes, and goes on with the next position', async () => {
    await query(
      `INSERT INTO outbox (event_id, type, subject, recipient_ids, payload, created_at, position)
       SELECT gen_random_uuid(), 'chat.read.v1', 's', '{}', '{}', now() - interval '31 days', n
       FROM generate_series(1, 12000) n`,
    );
    await purgeEventTables(one.database, 30, 60);
    await one.commit(aReading(7));
    expect((await rows()).map(({ position }) => position)).toEqual([12_000, 12_001]);
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
    transaction.run(raw(`INSERT INTO effects VALUES (gen_random_uuid())`)).then(() => undefined);
  const effects = async (): Promise<number> => (await database.sql.run(raw('SELECT FROM effects'))).length;

  it('makes one effect of 20 concurrent deliveries', async () => {
    const id = '019aa3c0-7a4e-7c3e-8d2b-000000000001';
    const before = await effects();
    await Promise.all(Array.from({ length: 20 }, () => inbox.once(event(id), effect)));
    expect(await effects()).toBe(before + 1);
  });

  it('records no delivery whose effect failed', async () => {
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
