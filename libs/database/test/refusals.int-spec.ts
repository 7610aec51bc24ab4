import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '@messenger/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DatabaseUnavailableError, raw, type Transaction } from '../src/index.js';

class CreateCounters1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE counters (id int PRIMARY KEY, value int NOT NULL DEFAULT 0)');
    await runner.query('INSERT INTO counters VALUES (1), (2), (3), (4)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only'));
  }
}

const raise = (code: string) => raw(`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END $$`);
const increment = (id: number) => raw('UPDATE counters SET value = value + 1 WHERE id = $1', [id]);

describe('what the database cannot do now', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase('user-service', [CreateCounters1700000000000]);
  });
  afterAll(() => database.close());

  const valueOf = async (id: number): Promise<number | undefined> =>
    (await database.sql.run(raw<{ value: number }>('SELECT value FROM counters WHERE id = $1', [id])))[0]?.value;

  it.each<[code: string, what: string, work: (tx: Transaction) => Promise<unknown>]>([
    [
      '57014',
      'takes too long',
      async (tx) => {
        await tx.run(raw(`SET LOCAL statement_timeout = '20ms'`));
        await tx.run(raw('SELECT pg_sleep(5)'));
      },
    ],
    [
      '55P03',
      'is locked for too long',
      async (tx) => {
        await tx.run(increment(4));
        await database.sql.transaction(async (other) => {
          await other.run(raw(`SET LOCAL lock_timeout = '20ms'`));
          await other.run(increment(4));
        });
      },
    ],
    [
      '25P03',
      'was idle in its transaction',
      async (tx) => {
        await tx.run(raw(`SET LOCAL idle_in_transaction_session_timeout = '20ms'`));
        await sleep(200);
        await tx.run(increment(4));
      },
    ],
    [
      '25006',
      'would write to a standby',
      (tx) => Promise.all([tx.run(raw('SET TRANSACTION READ ONLY')), tx.run(increment(4))]),
    ],
    ['53100', 'finds no room on the disk', (tx) => tx.run(raise('53100'))],
  ])('is unavailable, and nothing of it is written: %s, what %s', async (code, _what, work) => {
    const working = database.sql.transaction(work);
    await expect(working).rejects.toBeInstanceOf(DatabaseUnavailableError);
    if (code !== '25P03') await expect(working).rejects.toMatchObject({ cause: { code } });
    expect(await valueOf(4)).toBe(0);
  });

  it('is done when it is tried again: of two that deadlock, both', async () => {
    let runs = 0;
    const both = (first: number, second: number): Promise<void> =>
      database.sql.transaction(async (tx) => {
        await tx.run(increment(first));
        runs++;
        await vi.waitFor(() => expect(runs).toBeGreaterThan(1));
        await tx.run(increment(second));
      });
    await Promise.all([both(1, 2), both(2, 1)]);
    expect([await valueOf(1), await valueOf(2)]).toEqual([2, 2]);
    expect(runs).toBe(3);
  });

  it.each(['40001', '40P01'])('is unavailable where it loses a second time: %s', async (code) => {
    let runs = 0;
    const losing = database.sql.transaction(async (tx) => {
      runs++;
      await tx.run(increment(3));
      await tx.run(raise(code));
    });
    await expect(losing).rejects.toMatchObject({ code: 'UNAVAILABLE', cause: { code } });
    expect(runs).toBe(2);
    expect(await valueOf(3)).toBe(0);
  });

  it('loses with its last statement, in the round trip of the commit, and is done when it is tried again', async () => {
    let runs = 0;
    await database.sql.transaction(async (tx) => {
      const lost = runs++ === 0;
      await tx.run(increment(3));
      tx.runLast({ build: () => (lost ? raise('40001') : increment(3)), onCommit: () => undefined });
    });
    expect(await valueOf(3)).toBe(2);
  });

  it('is not tried again where its outcome is unknown, or where nobody is to blame but the statement', async () => {
    for (const code of ['40003', '23514', 'P0001']) {
      let runs = 0;
      const failing = database.sql.transaction((tx) => {
        runs++;
        return tx.run(raise(code));
      });
      await expect(failing).rejects.toThrow();
      expect(runs).toBe(1);
    }
  });
});
