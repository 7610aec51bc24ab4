import { until } from '@messenger/stack';
import { TcpProxy, testDatabase, type TestDatabase } from '@messenger/testing';
import type { Pool } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPool, Database, DatabaseUnavailableError, raw, TIME_LIMITS_MS, toDatabaseError } from '../src/index.js';

class CreateNotes1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE notes (text text PRIMARY KEY)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only'));
  }
}

/** What connectionTimeoutMillis ends with; a statement that waits ends with "Query read timeout". */
const NO_CONNECTION_IN_TIME = {
  code: 'UNAVAILABLE',
  cause: { message: expect.stringMatching(/timeout exceeded when trying to connect|connection timeout/) as string },
};

interface Outcome {
  error: unknown;
  seconds: number;
}

/** What the promise rejects with, and when. */
async function failureOf(promise: Promise<unknown>): Promise<Outcome> {
  const started = Date.now();
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, seconds: (Date.now() - started) / 1_000 };
}

describe('a pool with time limits', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  const pools: Pool[] = [];

  beforeAll(async () => {
    database = await testDatabase('user-service', [CreateNotes1700000000000]);
    proxy = await TcpProxy.to(Number(new URL(inject('postgresAdminUrl')).port));
  });
  afterEach(async () => {
    proxy.thaw();
    await Promise.all(pools.splice(0).map((pool) => pool.end()));
  });
  afterAll(async () => {
    await proxy.close();
    await database.close();
  });

  function openPool(url: string, poolSize = 1): Pool {
    const pool = createPool({ url, schema: 'users', poolSize });
    pools.push(pool);
    return pool;
  }

  const throughProxy = (poolSize?: number): Pool => openPool(proxy.urlOf(database.runtimeUrl), poolSize);

  async function pidOf(pool: Pool): Promise<number> {
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return rows[0]?.pid ?? 0;
  }

  const notes = async (): Promise<string[]> =>
    (await database.pool.query<{ text: string }>('SELECT text FROM notes ORDER BY text')).rows.map(({ text }) => text);

  it('never uses a connection again that hit the limit in a transaction, and loses no write that it acknowledges', async () => {
    const pool = throughProxy();
    const service = new Database(pool);
    const pid = await pidOf(pool);
    const hanging = failureOf(
      service.transaction(async (transaction) => {
        await transaction.run(raw(`INSERT INTO notes VALUES ('cut off')`));
        proxy.freeze();
        await transaction.run(raw(`INSERT INTO notes VALUES ('cut off, too')`));
      }),
    );
    const { error, seconds } = await hanging;
    expect(error).toMatchObject({ code: 'UNAVAILABLE', cause: { message: 'Query read timeout' } });
    expect(seconds).toBeGreaterThan(TIME_LIMITS_MS.query_timeout / 1_000 - 0.1);

    proxy.thaw();
    await pool.query(`INSERT INTO notes VALUES ('acknowledged')`);
    expect(await pidOf(pool)).not.toBe(pid);
    expect(await notes()).toEqual(['acknowledged']);
  });

  it('stops a statement that takes too long, and goes on with the same connection', async () => {
    const pool = openPool(database.runtimeUrl);
    const pid = await pidOf(pool);
    const { error } = await failureOf(new Database(pool).run(raw('SELECT pg_sleep(30)')));
    // query_canceled, by the server: not the limit of query_timeout, which costs the connection.
    expect(error).toMatchObject({ code: 'UNAVAILABLE', cause: { code: '57014' } });
    expect(await pidOf(pool)).toBe(pid);
  });

  it('waits no longer for a connection of the pool than it may', async () => {
    const pool = openPool(database.runtimeUrl, 2);
    const holders = await Promise.all([pool.connect(), pool.connect()]);
    const attempts = await Promise.all([
      failureOf(new Database(pool).run(raw('SELECT 1'))),
      failureOf(new Database(pool).transaction((sql) => sql.run(raw('SELECT 1')))),
    ]);
    for (const { error } of attempts) expect(error).toMatchObject(NO_CONNECTION_IN_TIME);
    for (const holder of holders) holder.release();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('waits no longer for a server that does not answer than it may', async () => {
    const pool = throughProxy(2);
    // The connection that is there is busy: the next one must be made.
    const holder = await pool.connect();
    proxy.freeze();
    const { error } = await failureOf(new Database(pool).run(raw('SELECT 1')));
    expect(error).toMatchObject(NO_CONNECTION_IN_TIME);
    holder.release();
  });

  it('trusts no connection of before a silence: they may lead to a server that is gone', async () => {
    const pool = throughProxy(3);
    const service = new Database(pool);
    const threeAtATime = () => Promise.all([1, 2, 3].map(() => service.run(raw('SELECT pg_sleep(0.05)'))));
    await threeAtATime();
    proxy.freeze();
    expect((await failureOf(service.ping())).error).toMatchObject({ message: 'Query read timeout' });
    proxy.thaw();
    const startedMs = performance.now();
    await threeAtATime();
    expect(performance.now() - startedMs).toBeLessThan(TIME_LIMITS_MS.query_timeout - 1_000);
  });

  it.each([
    ['while a statement runs', `SELECT pg_sleep(3)`],
    ['between two statements', undefined],
  ])('survives that the server ends its connection %s', async (_when, statement) => {
    const pool = openPool(database.runtimeUrl);
    const pid = await pidOf(pool);
    const service = new Database(pool);
    const { error } = await failureOf(
      service.transaction(async (transaction) => {
        await transaction.run(raw(`INSERT INTO notes VALUES ('terminated')`));
        const lost = transaction.run(raw(statement ?? 'SELECT 1'));
        lost.catch(() => undefined);
        if (statement === undefined) await lost;
        await terminate(pid);
        await lost;
        await transaction.run(raw('SELECT 1'));
      }),
    );
    expect(error).toBeInstanceOf(DatabaseUnavailableError);
    expect(await pidOf(pool)).not.toBe(pid);
    expect(await notes()).not.toContain('terminated');
  });

  /** Resolves when the backend is gone. Runs as the same role, which may end its own connections. */
  async function terminate(pid: number): Promise<void> {
    await database.pool.query('SELECT pg_terminate_backend($1, 3000)', [pid]);
  }

  it('distinguishes a server that is not there from a question that it dislikes', async () => {
    const nobody = createPool({
      url: 'postgres://user_service:x@127.0.0.1:1/nothing',
      schema: 'users',
      poolSize: 1,
    });
    const { error: refused } = await failureOf(nobody.connect());
    expect(toDatabaseError(refused)).toBeInstanceOf(DatabaseUnavailableError);
    const { error: disliked } = await failureOf(database.sql.run(raw('SELECT * FROM nowhere')));
    expect(disliked).toMatchObject({ code: '42P01' });
    for (const other of [new Error('anything'), 'anything']) expect(toDatabaseError(other)).toBe(other);
  });

  it('goes on after a network that broke in the middle of a statement', async () => {
    const pool = throughProxy();
    const pid = await pidOf(pool);
    const running = failureOf(new Database(pool).run(raw('SELECT pg_sleep(3)')));
    const sleeping = () =>
      database.pool.query(`SELECT FROM pg_stat_activity WHERE pid = $1 AND state = 'active'`, [pid]);
    await until(async () => expect((await sleeping()).rows).toHaveLength(1), {
      what: 'the statement',
      timeoutMs: 5_000,
    });
    proxy.sever();
    expect((await running).error).toBeInstanceOf(DatabaseUnavailableError);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});
