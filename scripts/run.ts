// make run: everything, until Ctrl-C.
import { APP_NAMES, localConfig, record, secondsSince, startStack } from '@messenger/stack';
import { addressTable } from './address-table.js';
import { aborted, DATA_DIR, log, main, prepare } from './lifecycle.js';
import { writeScrapeTargets } from './scrape-targets.js';

await main(async (signal) => {
  const start = Date.now();
  const config = localConfig();
  await prepare(config, signal);
  log('Starting PostgreSQL, RabbitMQ and the apps');
  const stack = await startStack({ ...config, dataDir: DATA_DIR, supervise: true, log, signal });
  const environments = record(APP_NAMES, (app) => stack.apps[app].env);
  writeScrapeTargets(environments);
  log(`\nReady (${secondsSince(start)})\n\n${addressTable(environments, stack, config)}\n`);
  await aborted(signal);
  await stack.stop();
});
