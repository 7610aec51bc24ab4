import { SERVICES } from '@messenger/stack';
import type pg from 'pg';

/** TypeORM's own: restored schemas have it from their migrations. */
const MIGRATIONS = 'migrations';

/** The names of the migrations that have run, by schema. */
export type MigrationNames = Record<string, string[]>;

/** Every table of the services, as `schema.table`, quoted. */
export async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_catalog.pg_tables
     WHERE schemaname = ANY ($1) AND tablename <> $2 ORDER BY 1`,
    [SERVICES.map(({ schema }) => schema), MIGRATIONS],
  );
  return rows.map(({ name }) => name);
}

/** The columns that rows are inserted with, quoted: those that are generated come by themselves. */
export async function columnsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_catalog.pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  );
  return rows[0]?.columns ?? '';
}

export async function migrationsOf(client: pg.Client): Promise<MigrationNames> {
  const names: MigrationNames = {};
  for (const { schema } of SERVICES) {
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM ${schema}.${MIGRATIONS} ORDER BY timestamp`,
    );
    names[schema] = rows.map(({ name }) => name);
  }
  return names;
}
