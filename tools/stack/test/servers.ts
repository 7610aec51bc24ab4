import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A folder that only its owner may enter, as clones often lie in one. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'messenger-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The SQLSTATE that the statement fails with, or undefined where it succeeds. */
export async function sqlState(url: string, sql: string): Promise<string | undefined> {
  return query(url, sql).then(
    () => undefined,
    (error: unknown) => (error as { code?: string }).code,
  );
}
