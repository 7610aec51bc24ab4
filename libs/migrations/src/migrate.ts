import { Logger } from '@nestjs/common';
import { DataSource, type MixedList } from 'typeorm';

export interface MigrateOptions {
  /** Connection of the owner role. */
  url: string;
  schema: string;
  migrations: MixedList<new () => unknown>;
}

/** Runs what has not run yet, each migration in a transaction, one process at a time. */
export async function migrate({ url, schema, migrations }: MigrateOptions): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: migrations as MixedList<never>,
    migrationsTransactionMode: 'each',
  });
  await dataSource.initialize();
  try {
    await alone(dataSource, schema, async () => {
      const done = await dataSource.runMigrations();
      const names = done.map((migration) => migration.name).join(', ');
      new Logger('Migrations').log(names === '' ? `${schema} is up to date` : `${schema}: ran ${names}`);
    });
  } finally {
    await dataSource.destroy();
  }
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
