import { join, resolve } from 'node:path';
import {
  appEnvironment,
  chooseAppPorts,
  onOtherPorts,
  writeEnvFile,
  type AppSettings,
  type Env,
  type ExtraEnv,
} from './app-environment.js';
import { AppProcess, assertBuilt } from './app-process.js';
import { startServers, type ServerOptions, type Servers } from './servers.js';
import { APP_NAMES, record, type AppName } from './services.js';
import { settleAll } from './settle.js';
import { supervise } from './supervise.js';
import { secondsSince } from './wait.js';

export interface StackOptions extends ServerOptions {
  /** Of the public HTTP API; default: a free one. */
  port?: number;
  /** Where people reach it; default: 127.0.0.1 on that port. */
  publicUrl?: string | undefined;
  env?: ExtraEnv;
  /** Starts again whatever dies. Off by default: a test that kills an app wants it dead. */
  supervise?: boolean;
}

/** Starts the servers and the five apps; resolves once every /readyz answers 200, and leaves nothing if one cannot. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const root = resolve(options.root ?? process.cwd());
  assertBuilt(root, APP_NAMES);
  const servers = await startServers(options);
  const signal = AbortSignal.any([servers.failed, ...(options.signal ? [options.signal] : [])]);
  try {
    const environments = await appEnvironments(options, servers);
    const stack = new Stack({ ...options, signal, root, dataDir: resolve(options.dataDir) }, servers, environments);
    // The broker first: where it fails, the apps only say that they were aborted.
    await settleAll([servers.brokerReady, stack.startApps()]);
    return stack;
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

/** The environment of each app, with ports chosen now; also written to `<dataDir>/env/<app>.env`. */
export async function appEnvironments(options: StackOptions, servers: Servers): Promise<Record<AppName, Env>> {
  const settings: AppSettings = {
    nodeEnv: options.nodeEnv ?? 'development',
    logLevel: options.logLevel ?? 'info',
    amqpUrl: servers.amqpUrl,
    databaseUrls: servers.databaseUrls,
    signingKeySecret: servers.secrets.signingKeySecret,
    sentTextSecret: servers.secrets.sentTextSecret,
    mailFolder: mailFolder(options.dataDir),
    publicUrl: options.publicUrl,
    google: options.google ?? servers.googleStandIn?.settings,
    ports: await chooseAppPorts(options.port),
    extra: options.env ?? {},
  };
  const environments = record(APP_NAMES, (app) => appEnvironment(app, settings));
  for (const app of APP_NAMES) writeEnvFile(join(options.dataDir, 'env'), app, environments[app]);
  return environments;
}

/** Where mails are written to while no mail server is set. */
export function mailFolder(dataDir: string): string {
  return resolve(dataDir, 'mail');
}

export class Stack {
  readonly apps: Record<AppName, AppProcess>;
  readonly postgres: Servers['postgres'];
  readonly rabbitmq: Servers['rabbitmq'];
  readonly googleStandIn: Servers['googleStandIn'];
  readonly databaseUrls: Servers['databaseUrls'];
  readonly amqpUrl: string;
  /** Of the public API. */
  readonly gatewayUrl: string;
  readonly adminUrls: Record<AppName, string>;
  private readonly seconds: AppProcess[] = [];
  private readonly stopping = new AbortController();

  constructor(
    private readonly options: StackOptions & { root: string },
    private readonly servers: Servers,
    environments: Record<AppName, Env>,
  ) {
    this.apps = record(APP_NAMES, (name) => this.appProcess(name, environments[name]));
    this.postgres = servers.postgres;
    this.rabbitmq = servers.rabbitmq;
    this.googleStandIn = servers.googleStandIn;
    this.databaseUrls = servers.databaseUrls;
    this.amqpUrl = servers.amqpUrl;
    this.gatewayUrl = `http://127.0.0.1:${environments['api-gateway'].PORT}`;
    this.adminUrls = record(APP_NAMES, (name) => this.apps[name].adminUrl);
  }

  async startApps(): Promise<void> {
    const { log = () => undefined, signal } = this.options;
    const startOne = async (app: AppProcess) => {
      const start = Date.now();
      await app.start(signal);
      log(`${app.name} is ready (${secondsSince(start)})`);
    };
    try {
      await settleAll(Object.values(this.apps).map(startOne));
      await settleAll(Object.values(this.apps).map((app) => app.whole(signal)));
    } catch (error) {
      await this.stopApps();
      throw error;
    }
    if (this.options.supervise) this.superviseAll(log);
  }

  /**
   * Another instance of a running app, on ports of its own; the stack stops it with the rest. `env` wins.
   *
   * @param root of the repository whose build it is, where that is another one
   */
  async startSecond(name: AppName, env: Env = {}, root = this.options.root): Promise<AppProcess> {
    const ownEnv = { ...(await onOtherPorts(this.apps[name].env)), ...env };
    const app = this.appProcess(name, ownEnv, { instance: `${name}-${this.seconds.length + 2}`, root });
    this.seconds.push(app);
    await app.start();
    return app;
  }

  /** Every running instance of an app, the stack's own first. */
  instancesOf(name: AppName): AppProcess[] {
    return [this.apps[name], ...this.seconds.filter((second) => second.name === name && second.pid !== undefined)];
  }

  /** Each before what it needs: gateway, services, RabbitMQ, PostgreSQL. */
  async stop(): Promise<void> {
    await this.stopApps();
    await this.servers.stop();
  }

  private async stopApps(): Promise<void> {
    this.stopping.abort();
    const all = [...this.seconds, ...Object.values(this.apps)];
    await Promise.all(all.filter((app) => app.name === 'api-gateway').map((app) => app.stop()));
    await Promise.all(all.filter((app) => app.name !== 'api-gateway').map((app) => app.stop()));
  }

  private superviseAll(log: (line: string) => void): void {
    const subjects = [this.postgres, this.rabbitmq, ...Object.values(this.apps)];
    for (const subject of subjects) if (subject) void supervise(subject, log, this.stopping.signal);
  }

  private appProcess(name: AppName, env: Env, second: { instance?: string; root?: string } = {}): AppProcess {
    const { instance = name, root = this.options.root } = second;
    const { dataDir } = this.options;
    const logFile = join(dataDir, 'logs', `${instance}.log`);
    return new AppProcess({ name, root, env, logFile, pidFile: join(dataDir, 'pids', instance) });
  }
}
