import { Logger } from '@nestjs/common';
import { DataSource, type MixedList } from 'typeorm';
import { connectWhenReady } from './connect.js';

const CONNECT_TIMEOUT_MS = 5_000;
const logger = new Logger('Migrations');

export interface MigrateOptions {
  /** Connection of the owner role. */
  url: string;
  schema: string;
  migrations: MixedList<new () => unknown>;
}

/** Runs what has not run yet, each migration in a transaction, one process at a time; waits minutes for the server. */
export async function migrate({ url, schema, migrations }: MigrateOptions): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: migrations as MixedList<never>,
    migrationsTransactionMode: 'each',
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
  });
  await connectWhenReady(() => dataSource.initialize(), { onWait });
  try {
    await alone(dataSource, schema, async () => {
      const done = await dataSource.runMigrations();
      const names = done.map((migration) => migration.name).join(', ');
      logger.log(names === '' ? `${schema} is up to date` : `${schema}: ran ${names}`);
    });
  } finally {
    await dataSource.destroy();
  }
}

function onWait(reason: string, waitedMs: number): void {
  logger.warn(`Waiting for PostgreSQL, for ${Math.round(waitedMs / 1_000)} s by now: ${reason}`);
}

/** Two replicas that start together must not both create the same table. */
async function alone(dataSource: DataSource, schema: string, work: () => Promise<void>): Promise<void> {
  const lock = dataSource.createQueryRunner();
  await lock.query('SELECT pg_advisory_lock(hashtext($1))', [`migrate ${schema}`]);
  try {
    await work();
  } finally {
    await lock.query('SELECT pg_advisory_unlock(hashtext($1))', [`migrate ${schema}`]);
    await lock.release();
  }
}
