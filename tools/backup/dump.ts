import type pg from 'pg';
import { migrationsOf, tablesOf } from './tables.js';

/** Avatars and parts of exports have up to half a megabyte as text. */
const ROWS_AT_ONCE = 50;

/**
 * All rows of all services as lines, of one moment, whatever is written meanwhile: first the migrations, then each table with
 * its rows as JSON, at the end how many there were.
 *
 * @param client of a role that reads every schema; it is in a transaction until the end
 */
export async function* dumpLines(client: pg.Client): AsyncGenerator<string> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  yield `#migrations ${JSON.stringify(await migrationsOf(client))}\n`;
  let rows = 0;
  for (const table of await tablesOf(client)) {
    yield `#table ${table}\n`;
    await client.query(`DECLARE dumped NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS row FROM ${table} AS t`);
    for (;;) {
      const page = await client.query<{ row: string }>(`FETCH ${ROWS_AT_ONCE} FROM dumped`);
      if (page.rows.length === 0) break;
      rows += page.rows.length;
      yield page.rows.map(({ row }) => `${row}\n`).join('');
    }
    await client.query('CLOSE dumped');
  }
  await client.query('COMMIT');
  yield `#end ${rows}\n`;
}
