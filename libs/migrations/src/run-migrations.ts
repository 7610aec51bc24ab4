import { loadEnv, MIGRATION_SETTINGS, migrationConfig } from '@messenger/config';
import { JsonLogger } from '@messenger/logging';
import { exitOnStartFailure } from '@messenger/process';
import { Logger } from '@nestjs/common';
import { migrate, type MigrateOptions } from './migrate.js';

export interface MigrationsOptions extends Omit<MigrateOptions, 'url'> {
  app: string;
}

/** The whole of a service's `migrate.js`: runs what has not run yet as the schema's owner, then ends. */
export function runMigrations({ app, ...options }: MigrationsOptions): void {
  const { url, logging } = migrationConfig(app, loadEnv(app, MIGRATION_SETTINGS));
  Logger.overrideLogger(new JsonLogger(logging));
  migrate({ url, ...options }).catch(exitOnStartFailure(`${app}'s migration`));
}
