import type pg from 'pg';
import { columnsOf, migrationsOf, tablesOf } from './tables.js';

const BATCH_CHARACTERS = 1_000_000;

/** What the lines are to be restored into does not fit. */
export class RestoreError extends Error {}

/**
 * Loads what `dumpLines` has written into migrated schemas without accounts; all of it, or nothing.
 *
 * @param client of a superuser: no trigger and no foreign key is looked at while rows come table by table
 * @throws RestoreError where there are accounts, the schemas are of another version, or lines are missing
 */
export async function loadLines(client: pg.Client, lines: AsyncIterable<string>): Promise<number> {
  await requireNoAccounts(client);
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL session_replication_role = replica`);
    await client.query(`TRUNCATE ${(await tablesOf(client)).join(', ')}`);
    const rows = await load(client, lines);
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function load(client: pg.Client, lines: AsyncIterable<string>): Promise<number> {
  const batch = new Batch(client);
  let expected: number | undefined;
  for await (const line of lines) {
    const [, kind = '', value = ''] = /^#(\w+) (.*)$/s.exec(line) ?? [];
    if (kind === 'migrations') requireSameMigrations(JSON.parse(value), await migrationsOf(client));
    else if (kind === 'table') await batch.begin(value);
    else if (kind === 'end') expected = Number(value);
    else await batch.add(line);
  }
  await batch.flush();
  if (batch.rows !== expected) throw new RestoreError(`${batch.rows} rows of ${expected ?? 'an unknown number'}`);
  return batch.rows;
}

/** Rows of one table that are inserted together. */
class Batch {
  rows = 0;
  private table = '';
  private columns = '';
  private pending: string[] = [];
  private characters = 0;

  constructor(private readonly client: pg.Client) {}

  async begin(table: string): Promise<void> {
    await this.flush();
    this.table = table;
    this.columns = await columnsOf(this.client, table);
  }

  async add(row: string): Promise<void> {
    this.pending.push(row);
    this.characters += row.length;
    if (this.characters > BATCH_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.pending.length === 0) return;
    const { table, columns, pending } = this;
    const statement = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`;
    await this.client.query(statement, [`[${pending.join(',')}]`]);
    this.rows += pending.length;
    this.pending = [];
    this.characters = 0;
  }
}

async function requireNoAccounts(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM auth.accounts LIMIT 1');
  if (rowCount !== 0)
    throw new RestoreError('There are accounts here already: a backup is restored into an empty server');
}

function requireSameMigrations(there: unknown, here: unknown): void {
  if (JSON.stringify(there) === JSON.stringify(here)) return;
  throw new RestoreError('The backup is of another version: restore it with that version, and upgrade then');
}
