import { randomBytes } from 'node:crypto';
import { createPool, Database } from '@messenger/database';
import { migrate } from '@messenger/migrations';
import { provision, SERVICES, type ServiceName } from '@messenger/stack';
import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  /** As the service's run-time role. */
  pool: Pool;
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
  const pool = openPool(runtimeUrl, schema);
  return { pool, sql: new Database(pool), ownerUrl, runtimeUrl, close: () => pool.end() };
}

/** What runs fifty transactions at once is no overload where a busy machine takes seconds for them. */
const UNHURRIED_MS = { connectionTimeoutMillis: 60_000, statement_timeout: 60_000, query_timeout: 60_000 };

/** Another pool on the same database: another instance of the service. */
export function openPool(url: string, schema: string): Pool {
  return createPool({ url, schema, poolSize: 20, timeLimitsMs: UNHURRIED_MS });
}
