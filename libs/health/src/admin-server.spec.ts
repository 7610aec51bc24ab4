import { freePorts } from '@messenger/stack';
import { Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdminServer } from './admin-server.js';
import { metricsRegistry } from './metrics.js';
import { Readiness } from './readiness.js';

describe('the admin port', () => {
  let readiness: Readiness;
  let server: AdminServer;
  let url: string;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    const port = await freePort();
    readiness = new Readiness();
    server = new AdminServer({ host: '127.0.0.1', port }, readiness);
    await server.onModuleInit();
    url = `http://127.0.0.1:${port}`;
  });
  afterEach(() => {
    server.onApplicationShutdown();
    metricsRegistry.removeSingleMetric('broken');
  });

  const statusOf = async (path: string): Promise<number> => (await fetch(`${url}${path}`)).status;

  it('says that the process is alive, whatever its dependencies say', async () => {
    readiness.register('postgres', 'required', () => Promise.reject(new Error('gone')));
    expect(await statusOf('/healthz')).toBe(200);
  });

  it('says whether the process is ready, and what is missing', async () => {
    expect(await statusOf('/readyz')).toBe(503);
    readiness.serve();
    expect(await statusOf('/readyz')).toBe(200);
    readiness.register('postgres', 'required', () => Promise.reject(new Error('gone')));
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, phase: 'serving', checks: { postgres: 'gone' } });
  });

  it('shows the metrics', async () => {
    const response = await fetch(`${url}/metrics`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('rpc_server_duration_seconds');
  });

  it('fails one scrape, and lives, where a metric cannot be collected', async () => {
    new Gauge({
      name: 'broken',
      help: 'Cannot be collected.',
      registers: [metricsRegistry],
      collect: () => Promise.reject(new Error('no')),
    });
    expect(await statusOf('/metrics')).toBe(500);
    metricsRegistry.removeSingleMetric('broken');
    expect(await statusOf('/metrics')).toBe(200);
  });

  it('knows nothing else', async () => {
    expect(await statusOf('/')).toBe(404);
  });
});

async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
