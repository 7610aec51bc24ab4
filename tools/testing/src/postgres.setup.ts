import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets, startPostgres } from '@messenger/stack';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser of the PostgreSQL that the integration tests share. */
    postgresAdminUrl: string;
    /** Passwords of the services' roles: roles belong to the server, databases to a spec. */
    rolePasswords: Record<string, string>;
  }
}

/** Starts one PostgreSQL for all integration tests; brokers are `brokerTest`'s. */
export default async function startServer(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-integration-'));
  const [dataDir, logFile] = [join(folder, 'postgres'), join(folder, 'postgres.log')];
  const postgres = await startPostgres({ dataDir, logFile, survivesPowerLoss: false });
  project.provide('postgresAdminUrl', postgres.adminUrl);
  project.provide('rolePasswords', loadSecrets(folder).rolePasswords);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
