import { raw } from '@messenger/database';
import { testDatabase, type TestDatabase } from '@messenger/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { db } from '../src/database.js';
import { migrations } from '../src/migrations/migrations.js';
import { SearchRepository } from '../src/search/search.repository.js';
import { SearchService } from '../src/search/search.service.js';

describe('the search', () => {
  let database: TestDatabase;
  let search: SearchService;

  beforeAll(async () => {
    database = await testDatabase('user-service', migrations);
    search = new SearchService(database.sql, new SearchRepository());
  });

  afterAll(() => database.close());

  beforeEach(async () => {
    await database.sql.run(db.deleteFrom('profiles'));
  });

  const people = (nicknames: string[], chosen = true) =>
    database.sql.run(
      raw(
        `INSERT INTO profiles (id, nickname, nickname_chosen) SELECT uuidv7(), nickname, $2 FROM unnest($1::text[]) nickname`,
        [nicknames, chosen],
      ),
    );

  const found = async (query: string, pageSize = 100) => {
    const nicknames: string[] = [];
    let pageToken = '';
    do {
      const page = await search.search({ query, pageSize, pageToken });
      expect(page.items.length).toBeLessThanOrEqual(pageSize);
      nicknames.push(...page.items.map(({ nickname }) => nickname));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    return nicknames;
  };

  it('puts the exact nickname first, whatever the case, then those it begins, then similar ones', async () => {
    await people(['Adalbert', 'adam', 'ADA', 'x_ada', 'zoe', 'ada_lovelace', 'dada']);
    expect(await found('ada')).toEqual(['ADA', 'ada_lovelace', 'Adalbert', 'adam', 'x_ada']);
    expect(await found('aDaM')).toEqual(['adam', 'ADA', 'x_ada']);
  });

  it('takes %, _ and \\ as plain characters', async () => {
    await people(['a_b', 'axb', 'under_score']);
    expect(await found('a_b')).toEqual(['a_b']);
    expect(await found('under_')).toEqual(['under_score']);
    for (const query of ['%', 'a%', '\\', 'a\\', '___', 'é', "'", '😀'])
      expect(await found(query)).not.toContain('axb');
    expect(await found('_')).toEqual([]);
  });

  it('neither skips nor repeats anybody over pages of any size, also where all are equally similar', async () => {
    const beginning = Array.from({ length: 12 }, (_, i) => `marta${String(i).padStart(2, '0')}`);
    const similar = Array.from({ length: 25 }, (_, i) => `marti${String.fromCharCode(97 + i)}`);
    await people([...similar, ...beginning, 'nobody']);
    const all = await found('marta');
    expect(all.slice(0, 12)).toEqual(beginning);
    expect(all.slice(12)).toEqual(similar);
    for (const size of [1, 2, 5, 12, 13, 36, 37, 38]) expect(await found('marta', size)).toEqual(all);
  });

  it('stays in order while people come and go between two pages', async () => {
    await people(['ann_1', 'ann_3', 'ann_5']);
    const first = await search.search({ query: 'ann', pageSize: 2 });
    await people(['ann_0', 'ann_4']);
    await database.sql.run(db.deleteFrom('profiles').where('nickname', '=', 'ann_3'));
    const second = await search.search({ query: 'ann', pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.items, ...second.items].map(({ nickname }) => nickname)).toEqual([
      'ann_1',
      'ann_3',
      'ann_4',
      'ann_5',
    ]);
  });

  it('finds a generated nickname by itself and its beginning, but not as a similar one', async () => {
    await people(['user_1a2b3c4d5e'], false);
    expect(await found('USER_1a2b3c4d5e')).toEqual(['user_1a2b3c4d5e']);
    expect(await found('user_1a')).toEqual(['user_1a2b3c4d5e']);
    expect(await found('user_1a2b3c4d5f')).toEqual([]);
  });

  it('keeps its threshold whatever the role, the database or the session says', async () => {
    await people(['katharina']);
    const client = new pg.Client({ connectionString: database.runtimeUrl });
    await client.connect();
    const similar = async () => (await client.query(`SELECT nickname FROM similar_profiles('katarina')`)).rowCount;
    expect(await similar()).toBe(1);
    await client.query('SET pg_trgm.similarity_threshold = 1');
    expect(await similar()).toBe(1);
    await client.query('SET pg_trgm.similarity_threshold = 0');
    expect((await client.query(`SELECT FROM similar_profiles('zzz')`)).rowCount).toBe(0);
    await client.end();
  });

  it('answers from its indexes among 100,000 people', async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(
      `INSERT INTO profiles (id, nickname, nickname_chosen)
       SELECT uuidv7(), CASE WHEN n % 2 = 0 THEN 'user_' ELSE '' END || substr(md5(n::text), 1, 12), n % 2 = 1
       FROM generate_series(1, 100000) n`,
    );
    await owner.query('VACUUM ANALYZE profiles');
    const plan = async (sql: string) => {
      const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const { rows } = await owner.query<{ body: string }>(
      `SELECT replace(prosrc, 'wanted', $$'abcde12345'$$) AS body FROM pg_proc WHERE proname = 'similar_profiles'`,
    );
    expect(await plan(rows[0]!.body)).toMatch(/Index Scan on profiles_similar_nickname/);
    const beginning = `SELECT FROM profiles WHERE lower(nickname) ^@ 'user' AND lower(nickname) > 'user_c'
                       ORDER BY lower(nickname) LIMIT 21`;
    expect(await plan(beginning)).toMatch(/^Limit.*\n.*Index.* Scan using profiles_nickname_key/);
    await owner.end();
  });
});
