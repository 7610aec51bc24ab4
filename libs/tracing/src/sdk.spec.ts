import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSdk } from './sdk.js';

const OPTIONS = { kind: 'internal' } as const;

/** What a receiver got, path by path. */
let received: { path: string | undefined; body: string }[];
let server: Server;

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url, body: Buffer.concat(chunks).toString() });
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => void server.close());

function endpoint(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each(['', '/', '/below'])('sends spans to the path of OTLP below the endpoint that ends with %j', async (suffix) => {
  const sdk = startSdk('chat-service', { endpoint: endpoint() + suffix, sampledRatio: 1, slowMs: 1_000 });
  sdk.start('work', OPTIONS, undefined).end();
  await sdk.stop();
  expect(received.map(({ path }) => path)).toEqual([`${suffix.replace(/\/$/, '')}/v1/traces`]);
  expect(received[0]!.body).toContain('"chat-service"');
  expect(received[0]!.body).toContain('"work"');
});

it('ends in time, and without an error, where nobody takes the spans', async () => {
  const gone = endpoint();
  server.close();
  const sdk = startSdk('chat-service', { endpoint: gone, sampledRatio: 1, slowMs: 1_000 });
  sdk.start('work', OPTIONS, undefined).end();
  const started = performance.now();
  await sdk.stop();
  expect(performance.now() - started).toBeLessThan(4_500);
});
