import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Env } from './app-environment.js';
import { compiled } from './app-process.js';
import { Child } from './child.js';
import { inheritedEnv } from './config.js';
import { connected, type ServiceUrls } from './database.js';
import { SERVICE_NAMES, type ServiceName } from './services.js';
import { settleAll } from './settle.js';

export interface MigrationOptions {
  root: string;
  dataDir: string;
  databaseUrls: Record<ServiceName, ServiceUrls>;
  env: Env;
}

const UNDEFINED_TABLE = '42P01';

/** Brings every service's schema up to date, side by side; a service without `migrate.ts` has nothing to do. */
export async function migrate(options: MigrationOptions): Promise<void> {
  const services = SERVICE_NAMES.filter((app) => existsSync(compiled(options.root, app, 'migrate')));
  await settleAll(services.map((app) => migrateOne(app, options)));
}

/** Spares a start the seconds that four processes need to find that there is nothing to do. */
async function isUpToDate(app: ServiceName, { root, databaseUrls }: MigrationOptions): Promise<boolean> {
  const folder = join(dirname(compiled(root, app, 'migrate')), 'migrations');
  if (!existsSync(folder)) return false;
  const wanted = readdirSync(folder).flatMap((file) => /^(\d+)-.*\.js$/.exec(file)?.[1] ?? []);
  const done = await connected(databaseUrls[app].ownerUrl, async (client) => {
    const { rows } = await client.query<{ timestamp: string }>('SELECT timestamp FROM migrations');
    return new Set(rows.map(({ timestamp }) => timestamp));
  }).catch((error: unknown) => {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return new Set<string>();
    throw error;
  });
  return wanted.length > 0 && wanted.every((timestamp) => done.has(timestamp));
}

async function migrateOne(app: ServiceName, options: MigrationOptions): Promise<void> {
  if (await isUpToDate(app, options)) return;
  const { root, dataDir, databaseUrls, env } = options;
  const child = Child.start({
    name: `The migration of ${app}`,
    command: process.execPath,
    args: ['--enable-source-maps', compiled(root, app, 'migrate')],
    env: { ...inheritedEnv(), ...env, DATABASE_OWNER_URL: databaseUrls[app].ownerUrl },
    cwd: root,
    logFile: join(dataDir, 'logs', `${app}.log`),
    pidFile: join(dataDir, 'pids', `${app}-migrate`),
  });
  await child.succeeded();
}
