import { migrate } from '@messenger/migrations';
import { provision } from '@messenger/stack';
import { testDatabase, type TestDatabase } from '@messenger/testing';
import type { Pool } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  createPool,
  decodePageToken,
  encodePageToken,
  isInvalidData,
  isUniqueViolation,
  keysetPage,
  raw,
} from '../src/index.js';

class CreateRows1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE rows (id uuid PRIMARY KEY, time timestamptz(3) NOT NULL)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only'));
  }
}

interface Row {
  id: string;
  time: Date;
}

describe("a service's role", () => {
  let chat: TestDatabase;
  let auth: Pool;

  beforeAll(async () => {
    chat = await testDatabase('chat-service', [CreateRows1700000000000]);
    const database = new URL(chat.runtimeUrl).pathname.slice(1);
    const urls = await provision(inject('postgresAdminUrl'), database, { rolePasswords: inject('rolePasswords') });
    const url = urls['auth-service'].runtimeUrl;
    auth = createPool({ url, schema: 'auth', poolSize: 2 });
  });
  afterAll(async () => {
    await auth.end();
    await chat.close();
  });

  const codeOf = (pool: Pool, statement: string): Promise<string | undefined> =>
    pool.query(statement).then(
      () => undefined,
      (error: unknown) => (error as { code: string }).code,
    );

  it.each([
    'SELECT * FROM chat.rows',
    `INSERT INTO chat.rows VALUES (gen_random_uuid(), now())`,
    'DELETE FROM chat.rows',
  ])('cannot do this in the schema of another service: %s', async (statement) => {
    expect(await codeOf(auth, statement)).toBe('42501');
  });

  it.each([
    'CREATE TABLE mine (id int)',
    'CREATE TEMP TABLE mine (id int)',
    'CREATE TABLE public.mine (id int)',
    'CREATE SCHEMA mine',
    'ALTER TABLE rows ADD COLUMN more int',
    'DROP TABLE rows',
    'TRUNCATE rows',
    'CREATE INDEX ON rows (time)',
  ])('cannot change the shape of anything: %s', async (statement) => {
    expect(await codeOf(chat.pool, statement)).toBe('42501');
  });

  it('reads and writes the rows of its own schema, without naming it', async () => {
    await chat.pool.query(`INSERT INTO rows VALUES (gen_random_uuid(), now())`);
    expect(await codeOf(chat.pool, 'DELETE FROM rows')).toBeUndefined();
  });

  it('pages over rows of equal times without skipping or repeating one', async () => {
    await chat.pool.query(
      `INSERT INTO rows SELECT gen_random_uuid(), '2026-01-01'::timestamptz + make_interval(secs => n / 40)
       FROM generate_series(1, 100) n`,
    );
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const after = decodePageToken(token);
      const { rows } = await chat.pool.query<Row>(
        `SELECT id, time FROM rows WHERE $1::timestamptz IS NULL OR (time, id) > ($1, $2::uuid)
         ORDER BY time, id LIMIT 8`,
        [after?.time, after?.id],
      );
      const page = keysetPage(rows, 7, (row) => row);
      seen.push(...page.items.map(({ id }) => id));
      token = page.nextPageToken;
    } while (token !== '');
    expect(seen).toHaveLength(100);
    expect(new Set(seen).size).toBe(100);
  });

  it('is asked without an error for the furthest time that a token can name', async () => {
    const token = encodePageToken({ time: new Date(253_402_300_799_999), id: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42' });
    const { time } = decodePageToken(token) ?? {};
    expect((await chat.pool.query('SELECT FROM rows WHERE time > $1', [time])).rows).toEqual([]);
  });

  it('distinguishes a row that is there already from data that cannot be', async () => {
    const id = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';
    const insert = (value: string): Promise<unknown> =>
      chat.sql.run(raw('INSERT INTO rows VALUES ($1, now())', [value])).catch((error: unknown) => error);
    await insert(id);
    const twin = await insert(id);
    expect(isUniqueViolation(twin, 'rows_pkey')).toBe(true);
    expect(isUniqueViolation(twin, 'another')).toBe(false);
    expect(isInvalidData(await insert('not a uuid'))).toBe(true);
    expect(isInvalidData(new Error('no'))).toBe(false);
  });
});

describe('migrations', () => {
  it('run once, though ten processes start with them at the same time', async () => {
    const database = `test_migrations_${process.pid}`;
    const urls = await provision(inject('postgresAdminUrl'), database, { rolePasswords: inject('rolePasswords') });
    const { ownerUrl } = urls['chat-service'];
    const options = { url: ownerUrl, schema: 'chat', migrations: [CreateRows1700000000000] };
    await Promise.all(Array.from({ length: 10 }, () => migrate(options)));
    const owner = createPool({ url: ownerUrl, schema: 'chat', poolSize: 1 });
    expect((await owner.query('SELECT name FROM migrations')).rows).toEqual([{ name: 'CreateRows1700000000000' }]);
    await owner.end();
  });
});
