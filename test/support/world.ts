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
  type Env,
  type ServiceName,
  type Stack,
  type StackOptions,
} from '@messenger/stack';
import { expect } from 'vitest';
import { Api } from './api.js';
import { eventually } from './eventually.js';
import { Schema } from './schema.js';

/** A whole stack that a test may break, and must mend. */
export class World {
  readonly api: Api;
  readonly logFolder: string;
  readonly mailFolder: string;
  private readonly schemas: Map<ServiceName, Schema>;

  private constructor(
    readonly stack: Stack,
    private readonly dataDir: string,
  ) {
    this.api = new Api(stack.gatewayUrl);
    this.logFolder = join(dataDir, 'logs');
    this.mailFolder = mailFolder(dataDir);
    this.schemas = new Map(SERVICE_NAMES.map((app) => [app, new Schema(stack.databaseUrls[app].runtimeUrl)]));
  }

  static async start(gatewayEnv: Env = {}, logLevel = 'info', options: Partial<StackOptions> = {}): Promise<World> {
    const dataDir = mkdtempSync(join(tmpdir(), 'messenger-faults-'));
    const env = {
      ...options.env,
      'api-gateway': { ...NO_LIMITS['api-gateway'], ...gatewayEnv },
      'auth-service': { ...NO_LIMITS['auth-service'], ...options.env?.['auth-service'] },
    };
    return new World(await startStack({ ...options, dataDir, nodeEnv: 'test', logLevel, env }), dataDir);
  }

  schema(app: ServiceName): Schema {
    return this.schemas.get(app)!;
  }

  async everythingPublished(): Promise<void> {
    await Promise.all([...this.schemas.values()].map((schema) => schema.everythingPublished()));
  }

  /** Waits until every app can reach all that it uses: a service that was away is found again only after a pause. */
  async whole(): Promise<void> {
    await eventually(async () => {
      for (const app of APP_NAMES) {
        const report = await (await fetch(`${this.stack.adminUrls[app]}/readyz`)).json();
        const { checks } = report as { checks: Record<string, string> };
        expect(new Set(Object.values(checks)), app).toEqual(new Set(['ok']));
      }
    });
  }

  async readiness(app: AppName): Promise<number> {
    const response = await fetch(`${this.stack.adminUrls[app]}/readyz`);
    await response.body?.cancel();
    return response.status;
  }

  async metrics(app: AppName): Promise<string> {
    return (await fetch(`${this.stack.adminUrls[app]}/metrics`)).text();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.schemas.values()].map((schema) => schema.close()));
    await this.stack.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
