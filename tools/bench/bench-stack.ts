import { Client } from 'pg';
import { NO_LIMITS, startStack, type AppName, type Env, type Stack } from '@messenger/stack';
import { Ejabberd } from './ejabberd/ejabberd.js';
import { makePairs, type Pair } from './messenger/pairs.js';
import type { ProcessGroups } from './processes.js';

export interface BenchStackOptions {
  dataDir: string;
  /** Ports of the inspectors of those apps. */
  inspectors: Partial<Record<AppName, number>>;
  peer: boolean;
  signal: AbortSignal;
}

/** The whole stack, with everything that production has on but the rate limits, and the peer where there is one. */
export class BenchStack {
  private pairs: Pair[] = [];
  /** Settings of the apps beyond their usual ones. */
  private more: string[] = [];

  private constructor(
    readonly dataDir: string,
    readonly stack: Stack,
    readonly peer: Ejabberd | undefined,
  ) {}

  static async start({ dataDir, inspectors, peer, signal }: BenchStackOptions): Promise<BenchStack> {
    const stack = await startStack({
      dataDir: `${dataDir}/messenger`,
      logLevel: 'info',
      env: withInspectors(inspectors),
      log: console.log,
      signal,
    });
    return new BenchStack(dataDir, stack, peer ? await Ejabberd.start(`${dataDir}/ejabberd`) : undefined);
  }

  get url(): string {
    return this.stack.gatewayUrl;
  }

  get processes(): ProcessGroups {
    const { apps, postgres, rabbitmq } = this.stack;
    const ofApps = Object.values(apps).map(({ name, pid }) => [name, [pid ?? 0]] as const);
    return { ...Object.fromEntries(ofApps), postgres: [postgres?.pid ?? 0], rabbitmq: [rabbitmq?.pid ?? 0] };
  }

  /** All apps anew, with settings beyond their usual ones in place of those of before. */
  async restartWith(settings: Record<AppName, Env>): Promise<void> {
    const apps = Object.values(this.stack.apps);
    await Promise.all(apps.map((app) => app.stop()));
    for (const { name, env } of apps) {
      for (const setting of this.more) Reflect.deleteProperty(env, setting);
      Object.assign(env, settings[name]);
    }
    this.more = Object.values(settings).flatMap((each) => Object.keys(each));
    await Promise.all(apps.map((app) => app.start()));
    await Promise.all(apps.map((app) => app.whole()));
  }

  /** The same friends for all modes. */
  async friends(count: number): Promise<Pair[]> {
    this.pairs.push(...(await makePairs(this.url, Math.max(0, count - this.pairs.length))));
    return this.pairs.slice(0, count);
  }

  /** Asks the database, as its superuser. */
  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const url = new URL(this.stack.postgres?.adminUrl ?? '');
    url.pathname = '/messenger';
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.peer?.stop();
    await this.stack.stop();
  }
}

function withInspectors(ports: BenchStackOptions['inspectors']) {
  const env: Record<string, Record<string, string>> = structuredClone(NO_LIMITS);
  for (const [app, port] of Object.entries(ports))
    env[app] = { ...env[app], NODE_OPTIONS: `--inspect=127.0.0.1:${port}` };
  return env;
}
