import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SERVICE_NAMES, type ServiceName } from '@messenger/stack';
import pg from 'pg';
import type { TestStack } from '../support/test-stack.js';

const run = promisify(execFile);

/** What an expanding migration does: until there are two releases, it stands for the difference between them. */
const SAMPLES: Record<ServiceName, string> = {
  'auth-service': "ALTER TABLE accounts ADD COLUMN sample text NOT NULL DEFAULT ''",
  'user-service': 'ALTER TABLE profiles ADD COLUMN sample text',
  'subscriber-service': 'CREATE TABLE sample (id bigint PRIMARY KEY)',
  'chat-service': 'ALTER TABLE messages ADD COLUMN sample jsonb',
};

/** Brings every schema to that of this version, as the Jobs of a release do, while others work on it. */
export async function migrateToThisVersion(stack: TestStack, isFirstRelease: boolean): Promise<void> {
  for (const app of SERVICE_NAMES) {
    const ownerUrl = stack.ownerUrl(app);
    if (isFirstRelease) await asOwner(ownerUrl, SAMPLES[app]);
    else await migrate(app, ownerUrl);
  }
}

async function migrate(app: ServiceName, ownerUrl: string): Promise<void> {
  const env = { NODE_ENV: 'test', DATABASE_OWNER_URL: ownerUrl };
  await run(process.execPath, [`dist/${app}/apps/${app}/src/migrate.js`], { env });
}

async function asOwner(ownerUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}
