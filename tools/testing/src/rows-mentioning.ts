import { raw, type Sql } from '@messenger/database';

/** The rows of every table of the schema in which one of the words stands, whatever the column: `table: row`. */
export async function rowsMentioning(sql: Sql, ...words: string[]): Promise<string[]> {
  const tables = await sql.run(
    raw<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND has_table_privilege(oid, 'SELECT')
       ORDER BY 1`,
    ),
  );
  const found = await Promise.all(tables.map(({ name }) => mentionsIn(sql, name, words)));
  return found.flat();
}

async function mentionsIn(sql: Sql, table: string, words: string[]): Promise<string[]> {
  const rows = await sql.run(
    raw<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM "${table}" t WHERE to_jsonb(t)::text ILIKE ANY ($1) ORDER BY 1`,
      [words.map((word) => `%${word}%`)],
    ),
  );
  return rows.map(({ row }) => `${table}: ${row}`);
}
