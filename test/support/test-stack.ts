import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  APP_NAMES,
  mailFolder,
  NO_LIMITS,
  SERVICE_NAMES,
  startStack,
  type AppName,
  type AppProcess,
  type Env,
  type ServiceName,
  type Stack,
  type StackOptions,
} from '@messenger/stack';
import { eventually } from '@messenger/testing';
import { expect } from 'vitest';
import { Api } from './api.js';
import { Schema } from './schema.js';

/** A whole stack in the hands of a test: it may look into everything, and break what it brings back. */
export class TestStack {
  readonly api: Api;
  readonly logFolder: string;
  readonly mailFolder: string;
  private readonly schemas: Map<ServiceName, Schema>;

  private constructor(
    private readonly processes: Stack,
    private readonly dataDir: string,
  ) {
    this.api = new Api(processes.gatewayUrl);
    this.logFolder = join(dataDir, 'logs');
    this.mailFolder = mailFolder(dataDir);
    this.schemas = new Map(SERVICE_NAMES.map((app) => [app, new Schema(processes.databaseUrls[app].runtimeUrl)]));
  }

  /** Without rate limits, and on the log level `debug`: secrets must not get into a log on any. */
  static async start(options: Partial<StackOptions> = {}): Promise<TestStack> {
    const dataDir = mkdtempSync(join(tmpdir(), 'messenger-stack-'));
    const env = {
      ...options.env,
      'api-gateway': { ...NO_LIMITS['api-gateway'], ...options.env?.['api-gateway'] },
      'auth-service': { ...NO_LIMITS['auth-service'], ...options.env?.['auth-service'] },
    };
    const stack = await startStack({ logLevel: 'debug', ...options, dataDir, nodeEnv: 'test', env });
    return new TestStack(stack, dataDir);
  }

  get apps(): Record<AppName, AppProcess> {
    return this.processes.apps;
  }

  get postgres(): NonNullable<Stack['postgres']> {
    return this.processes.postgres!;
  }

  get rabbitmq(): NonNullable<Stack['rabbitmq']> {
    return this.processes.rabbitmq!;
  }

  get amqpUrl(): string {
    return this.processes.amqpUrl;
  }

  get adminUrls(): Record<AppName, string> {
    return this.processes.adminUrls;
  }

  /** Of the schema's owner, who may change it. */
  ownerUrl(app: ServiceName): string {
    return this.processes.databaseUrls[app].ownerUrl;
  }

  /** Another instance of an app, on ports of its own. */
  startSecond(app: AppName, env?: Env, root?: string): Promise<AppProcess> {
    return this.processes.startSecond(app, env, root);
  }

  /** Every running instance of an app, the stack's own first. */
  instancesOf(app: AppName): AppProcess[] {
    return this.processes.instancesOf(app);
  }

  schema(app: ServiceName): Schema {
    return this.schemas.get(app)!;
  }

  /** Waits until the broker has confirmed every event that is committed. */
  async everythingPublished(): Promise<void> {
    await Promise.all([...this.schemas.values()].map((schema) => schema.everythingPublished()));
  }

  /** Brings back whatever a test, or one that failed, has left dead; resolves once every app reaches all that it uses. */
  async restore(): Promise<void> {
    if (this.postgres.pid === undefined) await this.postgres.start();
    if (this.rabbitmq.pid === undefined) await this.rabbitmq.start();
    const dead = Object.values(this.apps).filter(({ pid }) => pid === undefined);
    await Promise.all(dead.map((app) => app.start()));
    await this.whole();
  }

  /** Waits until every app reaches all that it uses: a service that was away is found again only after a pause. */
  async whole(): Promise<void> {
    await eventually(async () => {
      for (const app of APP_NAMES) {
        const report = await (await fetch(`${this.adminUrls[app]}/readyz`)).json();
        const { checks } = report as { checks: Record<string, string> };
        expect(new Set(Object.values(checks)), app).toEqual(new Set(['ok']));
      }
    });
  }

  /** The HTTP status of the app's /readyz. */
  async readiness(app: AppName): Promise<number> {
    const response = await fetch(`${this.adminUrls[app]}/readyz`);
    await response.body?.cancel();
    return response.status;
  }

  async metrics(app: AppName): Promise<string> {
    return (await fetch(`${this.adminUrls[app]}/metrics`)).text();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.schemas.values()].map((schema) => schema.close()));
    await this.processes.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
