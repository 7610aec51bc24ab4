// make dev: the servers, each app in watch mode, and the web client with hot reload, until Ctrl-C.
import { join } from 'node:path';
import {
  APP_NAMES,
  appEnvironments,
  Child,
  freePorts,
  inheritedEnv,
  isPortFree,
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
const VITE = 'node_modules/vite/bin/vite.js';
const VITE_PORT = 5_173;

await main(async (signal) => {
  const config = localConfig();
  await prepare(config, signal);
  const options = { ...config, dataDir: DATA_DIR, log, signal };
  const servers = await startServers(options);
  let apps: Child[] = [];
  try {
    const page = `http://127.0.0.1:${await vitePort()}/`;
    // A sign-in with Google leads back to the page that is reloaded.
    const env = { all: READABLE_LOGS, 'api-gateway': { REDIRECT_URLS: page } };
    const environments = await appEnvironments({ ...options, env }, servers);
    apps = [...APP_NAMES.map((app) => watch(app, environments[app])), watchPage(page, environments['api-gateway'])];
    writeScrapeTargets(environments);
    log(`\nThe apps follow; the web client with hot reload: ${page}\n`);
    log(`${addressTable(environments, servers, config)}\n`);
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

async function vitePort(): Promise<number> {
  if (await isPortFree(VITE_PORT)) return VITE_PORT;
  const [port = VITE_PORT] = await freePorts(1);
  return port;
}

/** @param page its URL */
function watchPage(page: string, { PORT: gatewayPort }: Env): Child {
  const { hostname, port } = new URL(page);
  return Child.start({
    name: 'web',
    command: process.execPath,
    args: [VITE, '--config', 'apps/web/vite.config.ts', '--host', hostname, '--port', port, '--strictPort'],
    env: { ...inheritedEnv(), GATEWAY_URL: `http://127.0.0.1:${gatewayPort}` },
    onLine: (line) => log(`${'web'.padEnd(18)} ${line}`),
    pidFile: join(DATA_DIR, 'pids', 'web'),
  });
}
