import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from './app-environment.js';
import { Child, type Exit } from './child.js';
import { inheritedEnv } from './config.js';
import type { AppName } from './services.js';
import { until } from './wait.js';

export interface AppProcessOptions {
  name: AppName;
  /** Of the repository, where dist/ lies. */
  root: string;
  env: Env;
  logFile: string;
  pidFile: string;
  /** A command that starts Node.js, as `prlimit` with its options; none by default. */
  through?: string[];
}

const READY_TIMEOUT_MS = 60_000;
/**
 * As in a container, whose limit Node.js would see: without one V8 lets garbage grow to several times what is used. The first
 * is that of k8s/base/app-pod.
 */
const HEAP_LIMITS = ['--max-old-space-size=384', '--max-semi-space-size=8'];

/** One running app. It can be killed and started again, on the same ports. */
export class AppProcess {
  readonly name: AppName;
  readonly env: Env;
  readonly logFile: string;
  readonly adminUrl: string;
  private child?: Child;

  constructor(private readonly options: AppProcessOptions) {
    this.name = options.name;
    this.env = options.env;
    this.logFile = options.logFile;
    this.adminUrl = adminUrlOf(options.env);
  }

  get pid(): number | undefined {
    return this.child?.isRunning ? this.child.pid : undefined;
  }

  /** Settles when the process that runs now has ended. */
  get exited(): Promise<Exit> | undefined {
    return this.child?.exited;
  }

  /** Resolves once /readyz answers 200. */
  async start(signal?: AbortSignal): Promise<void> {
    const { root, name, env, logFile, pidFile } = this.options;
    const [command = process.execPath, ...args] = [
      ...[...(this.options.through ?? []), process.execPath],
      ...[...nodeOptions(env), compiled(root, name, 'main')],
    ];
    const child = Child.start({
      ...{ name, command, args, logFile, pidFile, cwd: root },
      env: { ...inheritedEnv(), ...env },
    });
    this.child = child;
    const probe = async (): Promise<void> => {
      await this.assertReady();
    };
    try {
      await child.ready(probe, { timeoutMs: READY_TIMEOUT_MS, signal });
    } catch (error) {
      await child.stop();
      throw error;
    }
  }

  /** SIGTERM, and SIGKILL where draining takes over 12 s. */
  async stop(): Promise<void> {
    await this.child?.stop();
  }

  /** Resolves when the process is gone; with SIGSTOP and its like, at once. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.child?.kill(signal);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Resolves once it reaches the broker and the services it calls too, without which it is ready but not whole. */
  async whole(signal?: AbortSignal): Promise<void> {
    const assertWhole = async (): Promise<void> => {
      const { checks = {} } = (await this.assertReady()) as { checks?: Record<string, string> };
      const missing = Object.entries(checks).filter(([, result]) => result !== 'ok');
      if (missing.length > 0) throw new Error(missing.map(([name, result]) => `${name}: ${result}`).join(', '));
    };
    await until(assertWhole, {
      what: `${this.name} to reach the services it calls`,
      timeoutMs: READY_TIMEOUT_MS,
      signal,
    });
  }

  private async assertReady(): Promise<unknown> {
    const response = await fetch(`${this.adminUrl}/readyz`, { signal: AbortSignal.timeout(5_000) });
    if (!response.ok) throw new Error(`/readyz answers ${response.status} ${await response.text()}`);
    return response.json();
  }
}

/** Tests start many processes, and read few of their stack traces. */
function nodeOptions({ NODE_ENV }: Env): string[] {
  return NODE_ENV === 'test' ? HEAP_LIMITS : [...HEAP_LIMITS, '--enable-source-maps'];
}

export function adminUrlOf({ ADMIN_HOST, ADMIN_PORT }: Env): string {
  return `http://${ADMIN_HOST}:${ADMIN_PORT}`;
}

/** The compiled entry of an app: what `make build` made of apps/<app>/src/<entry>.ts. */
export function compiled(root: string, app: AppName, entry: 'main' | 'migrate'): string {
  return join(root, 'dist', app, 'apps', app, 'src', `${entry}.js`);
}

/** @throws where an app has not been built */
export function assertBuilt(root: string, apps: readonly AppName[]): void {
  const missing = apps.filter((app) => !existsSync(compiled(root, app, 'main')));
  if (missing.length > 0) throw new Error(`Not built: ${missing.join(', ')}; run "make build" first`);
}
