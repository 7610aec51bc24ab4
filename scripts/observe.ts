// make observe: Prometheus on the apps of make run or make dev, with our rules, until Ctrl-C.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Child, ensurePrometheusInstalled, inheritedEnv, isPortFree } from '@messenger/stack';
import { stringify } from 'yaml';
import { aborted, DATA_DIR, log, main } from './lifecycle.js';
import { TARGETS_FILE } from './scrape-targets.js';

const FOLDER = join(DATA_DIR, 'prometheus');
const ADDRESS = '127.0.0.1:9091';
const READY_TIMEOUT_MS = 30_000;

await main(async (signal) => {
  await ensurePrometheusInstalled(log);
  if (!existsSync(TARGETS_FILE)) throw new Error('Nothing runs here: make run first, in another terminal');
  if (!(await isPortFree(9091))) throw new Error(`${ADDRESS} is taken`);
  const prometheus = start();
  await prometheus.ready(() => fetch(`http://${ADDRESS}/-/ready`), { timeoutMs: READY_TIMEOUT_MS, signal });
  log(`\nPrometheus        http://${ADDRESS}\nAlerts            http://${ADDRESS}/alerts`);
  log('Dashboards        observability/grafana/dashboards, for a Grafana of yours\n');
  await aborted(signal);
  await prometheus.stop();
});

function start(): Child {
  mkdirSync(FOLDER, { recursive: true });
  const config = join(FOLDER, 'prometheus.yml');
  writeFileSync(config, stringify(configuration()));
  return Child.start({
    name: 'Prometheus',
    command: 'prometheus',
    args: [`--config.file=${config}`, `--storage.tsdb.path=${join(FOLDER, 'data')}`, `--web.listen-address=${ADDRESS}`],
    env: inheritedEnv(),
    logFile: join(DATA_DIR, 'logs', 'prometheus.log'),
    pidFile: join(FOLDER, 'pid'),
  });
}

function configuration(): object {
  return {
    global: { scrape_interval: '5s', evaluation_interval: '15s' },
    rule_files: [resolve('observability/prometheus/alerts.yml')],
    scrape_configs: [{ job_name: 'messenger', file_sd_configs: [{ files: [resolve(TARGETS_FILE)] }] }],
  };
}
