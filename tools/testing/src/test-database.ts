import { randomBytes } from 'node:crypto';
import { createDataSource, Database, migrate } from '@messenger/database';
import { provision, SERVICES, type ServiceName } from '@messenger/stack';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { inject } from 'vitest';

export interface TestDatabase {
  /** As the service's run-time role. */
  dataSource: DataSource;
  sql: Database;
  ownerUrl: string;
  runtimeUrl: string;
  close(): Promise<void>;
}

/** A fresh database, provisioned for every service and migrated for one. */
export async function testDatabase(app: ServiceName, migrations: (new () => unknown)[]): Promise<TestDatabase> {
  Logger.overrideLogger(['warn', 'error', 'fatal']);
  const database = `test_${randomBytes(6).toString('hex')}`;
  const urls = await provision(inject('postgresAdminUrl'), database, { rolePasswords: inject('rolePasswords') });
  const { ownerUrl, runtimeUrl } = urls[app];
  const schema = SERVICES.find((service) => service.app === app)?.schema ?? '';
  await migrate({ url: ownerUrl, schema, migrations });
  const dataSource = await openPool(runtimeUrl, schema);
  return { dataSource, sql: new Database(dataSource), ownerUrl, runtimeUrl, close: () => dataSource.destroy() };
}

/** Another pool on the same database: another instance of the service. */
export async function openPool(url: string, schema: string): Promise<DataSource> {
  return createDataSource({ url, schema, poolSize: 20 }).initialize();
}
