import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_NAMES, Child, freePorts, inheritedEnv, type AppName } from '@messenger/stack';
import { stringify } from 'yaml';
import { RULES_FILE } from './alert-rules.js';

const SECOND = '1s';

interface Alert {
  labels: { alertname: string; app?: string };
  state: 'pending' | 'firing';
}

/** Prometheus on the apps of a stack, with our rules, but for their patience: a test cannot wait for minutes. */
export class Prometheus {
  private constructor(
    private readonly process: Child,
    private readonly url: string,
    private readonly folder: string,
  ) {}

  static async over(adminUrls: Record<AppName, string>): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'messenger-prometheus-'));
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    writeFileSync(join(folder, 'alerts.yml'), readFileSync(RULES_FILE, 'utf8').replaceAll(/for: \d+m/g, 'for: 0m'));
    writeFileSync(join(folder, 'prometheus.yml'), stringify(configuration(adminUrls)));
    const process = Child.start({
      ...{ name: 'Prometheus', command: 'prometheus', env: inheritedEnv(), pidFile: join(folder, 'pid') },
      args: ['config.file=prometheus.yml', 'storage.tsdb.path=data', `web.listen-address=${address}`].map(
        (a) => `--${a}`,
      ),
      cwd: folder,
      logFile: join(folder, 'log'),
    });
    await process.ready(() => fetch(`http://${address}/-/ready`), { timeoutMs: 30_000 });
    return new Prometheus(process, `http://${address}`, folder);
  }

  /** What fires now, as `BrokerDown chat-service`. */
  async firing(): Promise<string[]> {
    const response = await fetch(`${this.url}/api/v1/alerts`);
    const { data } = (await response.json()) as { data: { alerts: Alert[] } };
    const firing = data.alerts.filter(({ state }) => state === 'firing');
    return firing.map(({ labels: { alertname, app = '' } }) => `${alertname} ${app}`.trim());
  }

  async stop(): Promise<void> {
    await this.process.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function configuration(adminUrls: Record<AppName, string>): object {
  const targets = APP_NAMES.map((app) => ({ targets: [new URL(adminUrls[app]).host], labels: { app } }));
  return {
    global: { scrape_interval: SECOND, scrape_timeout: SECOND, evaluation_interval: SECOND },
    rule_files: ['alerts.yml'],
    scrape_configs: [{ job_name: 'messenger', static_configs: targets }],
  };
}
