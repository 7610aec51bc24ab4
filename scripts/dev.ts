// make dev: the servers, and each app in watch mode, until Ctrl-C.
import { join } from 'node:path';
import {
  APP_NAMES,
  appEnvironments,
  Child,
  inheritedEnv,
  localConfig,
  startServers,
  type AppName,
  type Env,
} from '@messenger/stack';
import { addressTable } from './address-table.js';
import { aborted, DATA_DIR, log, main, prepare } from './lifecycle.js';
import { writeScrapeTargets } from './scrape-targets.js';

/** The output is a pipe to this process, so that the apps would write JSON. */
const READABLE_LOGS = { LOG_FORMAT: 'pretty' };

const NEST = 'node_modules/@nestjs/cli/bin/nest.js';

await main(async (signal) => {
  const config = localConfig();
  await prepare(config, signal);
  const options = { ...config, dataDir: DATA_DIR, log, signal };
  const servers = await startServers(options);
  let apps: Child[] = [];
  try {
    const environments = await appEnvironments({ ...options, env: { all: READABLE_LOGS } }, servers);
    apps = APP_NAMES.map((app) => watch(app, environments[app]));
    writeScrapeTargets(environments);
    log(`\nThe apps follow\n\n${addressTable(environments, servers, config)}\n`);
    await aborted(AbortSignal.any([signal, servers.failed]));
    servers.failed.throwIfAborted();
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
    await servers.stop();
  }
});

/** Without --no-shell, nest waits for the shell to end and not for the app, which still holds its ports while it drains. */
function watch(app: AppName, env: Env): Child {
  return Child.start({
    name: app,
    command: process.execPath,
    args: [NEST, 'start', app, '--watch', '--preserveWatchOutput', '--no-shell'],
    env: { ...inheritedEnv(), ...env },
    onLine: (line) => log(`${app.padEnd(18)} ${line}`),
    pidFile: join(DATA_DIR, 'pids', app),
  });
}
