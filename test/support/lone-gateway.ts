import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppProcess, freePorts, type Env } from '@messenger/stack';
import { it as test } from 'vitest';
import { Api } from './api.js';

const NEIGHBOURS = ['AUTH', 'USER', 'SUBSCRIBER', 'CHAT'];

/** A gateway with nothing behind it: what concerns connections and the form of requests needs no service. */
export class LoneGateway {
  readonly api: Api;
  readonly port: number;

  private constructor(
    readonly app: AppProcess,
    private readonly folder: string,
  ) {
    this.port = Number(app.env.PORT);
    this.api = new Api(`http://127.0.0.1:${this.port}`);
  }

  static async start(env: Env = {}, through: string[] = []): Promise<LoneGateway> {
    const [http, admin, nobody] = await freePorts(3);
    const folder = mkdtempSync(join(tmpdir(), 'messenger-gateway-'));
    const upstreams = Object.fromEntries(NEIGHBOURS.map((name) => [`${name}_GRPC_URL`, `127.0.0.1:${nobody}`]));
    const app = new AppProcess({
      name: 'api-gateway',
      root: process.cwd(),
      env: {
        ...{ NODE_ENV: 'test', HTTP_HOST: '127.0.0.1', PORT: String(http) },
        ...{ ADMIN_HOST: '127.0.0.1', ADMIN_PORT: String(admin), AMQP_URL: `amqp://127.0.0.1:${nobody}` },
        ...upstreams,
        ...env,
      },
      logFile: join(folder, 'api-gateway.log'),
      pidFile: join(folder, 'pid'),
      through,
    });
    await app.start();
    return new LoneGateway(app, folder);
  }

  get log(): string {
    return readFileSync(this.app.logFile, 'utf8');
  }

  async stop(): Promise<void> {
    await this.app.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Tests on one such gateway, shared by the files of a worker. */
export const it = test.extend(
  'gateway',
  { scope: 'worker' },
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are wanted
  async ({}, { onCleanup }) => {
    const gateway = await LoneGateway.start();
    onCleanup(() => gateway.stop());
    return gateway;
  },
);
