import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSecrets, localConfig } from '@messenger/stack';
import pg from 'pg';

/** Runs `work` on a connection of an admin to the database of the stack that runs in the data folder. */
export function withLocalDatabase<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { databaseUrl } = localConfig();
  return withClient(databaseUrl === undefined ? urlOfRun(dataDir) : messengerOn(databaseUrl), work);
}

export async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The services' database is named so, on whatever server. */
export function messengerOn(adminUrl: string): string {
  const url = new URL(adminUrl);
  url.pathname = '/messenger';
  return url.href;
}

/** Where the apps find it, but as the superuser. */
function urlOfRun(dataDir: string): string {
  const env = readFileSync(join(dataDir, 'env', 'auth-service.env'), 'utf8');
  const url = new URL(/^DATABASE_URL=(.+)$/m.exec(env)?.[1] ?? '');
  url.username = 'postgres';
  url.password = loadSecrets(dataDir).postgresPassword;
  return url.href;
}
