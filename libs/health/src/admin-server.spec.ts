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
    for (const path of ['/debug/profile', '/debug/profile?seconds=1', '/debug/heap'])
      expect(await statusOf(path)).toBe(404);
  });
});

describe('the admin port of a process that may be debugged', () => {
  let server: AdminServer;
  let url: string;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    const port = await freePort();
    server = new AdminServer({ host: '127.0.0.1', port, debug: true }, new Readiness());
    await server.onModuleInit();
    url = `http://127.0.0.1:${port}/debug`;
  });
  afterEach(() => server.onApplicationShutdown());

  it('gives a profile of the CPU, one at a time', async () => {
    const [response, second] = await Promise.all([
      fetch(`${url}/profile?seconds=0.2`),
      fetch(`${url}/profile?seconds=0.2`),
    ]);
    expect([response.status, second.status].sort()).toEqual([200, 409]);
    const profile = (await (response.ok ? response : second).json()) as { nodes: unknown[]; samples: unknown[] };
    expect(profile.nodes.length).toBeGreaterThan(1);
    expect((await fetch(`${url}/profile?seconds=0.1`)).headers.get('content-disposition')).toContain(
      'profile.cpuprofile',
    );
  });

  it('knows no other path', async () => {
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/heap/x`)).status).toBe(404);
  });
});

async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
