import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_NAMES, Child, freePorts, inheritedEnv, type AppName } from '@messenger/stack';
import { stringify } from 'yaml';
import type { Curve, Span } from '../../tools/dashboards/picture/curve.js';
import { RULES_FILE } from './alert-rules.js';

const SECOND = '1s';
/** What Grafana would set to a multiple of the time between two scrapes. */
const RATE_INTERVAL = '5s';

interface Alert {
  labels: { alertname: string; app?: string };
  state: 'pending' | 'firing';
}

interface Series {
  metric: Record<string, string>;
  values: [atSeconds: number, value: string][];
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

  /** What a panel's query shows of an app, each curve under its legend. */
  async curves(query: string, legend: string, app: AppName, { fromMs, toMs }: Span): Promise<Curve[]> {
    const parameters = new URLSearchParams({
      query: query.replaceAll('$__rate_interval', RATE_INTERVAL).replaceAll('$app', app),
      ...{ start: String(fromMs / 1_000), end: String(toMs / 1_000), step: SECOND },
    });
    const response = await fetch(`${this.url}/api/v1/query_range?${parameters.toString()}`);
    const { data } = (await response.json()) as { data: { result: Series[] } };
    return data.result.map(({ metric, values }) => ({
      name: legend.replaceAll(/\{\{(\w+)\}\}/g, (_whole, label: string) => metric[label] ?? ''),
      points: values
        .map(([atSeconds, value]) => ({ atMs: atSeconds * 1_000, value: Number(value) }))
        .filter(({ value }) => Number.isFinite(value)),
    }));
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
