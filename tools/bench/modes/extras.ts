import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { APP_NAMES, record, type AppName, type Env } from '@messenger/stack';
import { writeCertificates } from '../../testing/src/certificate-authority.js';
import type { BenchStack } from '../bench-stack.js';
import { ofMessenger } from './messages.js';
import type { Mode } from './mode.js';

const LOAD = { pairs: 50, seconds: 8, rate: 500 };

/** What certificates and traces cost: the same load by turns, with and without. */
export const extras: Mode = {
  title: '50 pairs, 500 messages/s by HTTP: plain, with TLS between the apps, with a tenth traced',
  async *run(bench) {
    const collector = await startCollector();
    for (const [subject, settings] of Object.entries(await subjects(bench, collector))) {
      await bench.restartWith(settings);
      yield { ...(await ofMessenger(bench, LOAD, 'http')), subject };
    }
    await bench.restartWith(record(APP_NAMES, () => ({})));
    collector.close();
  },
};

async function subjects(bench: BenchStack, collector: Server): Promise<Record<string, Record<AppName, Env>>> {
  const folder = join(bench.dataDir, 'certificates');
  await writeCertificates(folder, APP_NAMES, 1);
  const { port } = collector.address() as AddressInfo;
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_TRACES_SAMPLER_ARG: '0.1' };
  const certificatesOf = (app: AppName): Env => ({
    GRPC_TLS_CA_FILE: join(folder, app, 'ca.crt'),
    GRPC_TLS_CERT_FILE: join(folder, app, 'tls.crt'),
    GRPC_TLS_KEY_FILE: join(folder, app, 'tls.key'),
  });
  return {
    plain: record(APP_NAMES, () => ({})),
    TLS: record(APP_NAMES, certificatesOf),
    'a tenth traced': record(APP_NAMES, () => traced),
  };
}

/** Takes spans, and forgets them. */
async function startCollector(): Promise<Server> {
  const collector = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  return collector;
}
