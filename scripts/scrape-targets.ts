import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_NAMES, type AppName, type Env } from '@messenger/stack';
import { DATA_DIR } from './lifecycle.js';

/** Where `make observe` finds the apps that run: file_sd of Prometheus. */
export const TARGETS_FILE = join(DATA_DIR, 'prometheus', 'targets.json');

export function writeScrapeTargets(environments: Record<AppName, Env>): void {
  const targets = APP_NAMES.map((app) => {
    const { ADMIN_HOST = '', ADMIN_PORT = '' } = environments[app];
    return { targets: [`${ADMIN_HOST}:${ADMIN_PORT}`], labels: { app } };
  });
  mkdirSync(join(DATA_DIR, 'prometheus'), { recursive: true });
  writeFileSync(TARGETS_FILE, JSON.stringify(targets));
}
