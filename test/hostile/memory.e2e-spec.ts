import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { Api } from '../support/api.js';
import { it, type LoneGateway } from '../support/lone-gateway.js';
import { RawConnection } from '../support/raw-connection.js';

const MB = 1024 * 1024;
/** Above what the process has at rest. */
const MAX_GROWTH_BYTES = 150 * MB;
/** Of others, meanwhile; alone it is a few milliseconds. */
const MAX_P50_MS = 150;
/** What a process may have that the shipped images limit to 512 MB. */
const MAX_RESIDENT_BYTES = 400 * MB;

function residentBytes({ app }: LoneGateway): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))?.[1]) * 1_024;
}

/** The most that the process has while `attack` runs, and how long others wait at worst, in the middle and at p99. */
async function during(gateway: LoneGateway, attack: () => Promise<unknown>) {
  const waits: number[] = [];
  let most = residentBytes(gateway);
  const others = new Api(gateway.api.url);
  const state = { running: true };
  const watching = (async () => {
    while (state.running) {
      const start = performance.now();
      expect((await others.get('/v1/users/me')).status).toBe(401);
      waits.push(performance.now() - start);
      most = Math.max(most, residentBytes(gateway));
      await sleep(20);
    }
  })();
  await attack();
  state.running = false;
  await watching;
  waits.sort((one, other) => one - other);
  return { most, p50: waits[waits.length >> 1]!, p99: waits[Math.floor(waits.length * 0.99)]! };
}

const DOCUMENTS = ['/docs-json', '/docs/swagger-ui-bundle.js', '/docs/events', '/.well-known/jwks.json'];

describe('requests whose answers nobody reads', () => {
  for (const path of DOCUMENTS) {
    it(`cost little memory: 1,400 for ${path} on each of 10 connections`, async ({ gateway }) => {
      await gateway.api.get(path);
      const before = residentBytes(gateway);
      const requests = `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(1_400);
      const { most, p50, p99 } = await during(gateway, async () => {
        const connections = await Promise.all(Array.from({ length: 10 }, () => RawConnection.open(gateway.port)));
        for (const { socket } of connections) socket.pause().write(requests);
        await sleep(5_000);
        for (const { socket } of connections) socket.destroy();
      });
      console.log(`${path}: ${before / MB} MB, at most ${most / MB} MB; others p50 ${p50} ms, p99 ${p99} ms`);
      expect(most - before).toBeLessThan(MAX_GROWTH_BYTES);
      expect(p50).toBeLessThan(MAX_P50_MS);
    });
  }

  it('cost little memory on 400 connections that pipeline few each', async ({ gateway }) => {
    await gateway.api.get('/docs-json');
    const before = residentBytes(gateway);
    const { most, p50, p99 } = await during(gateway, async () => {
      const connections = await Promise.all(Array.from({ length: 400 }, () => RawConnection.open(gateway.port)));
      for (const { socket } of connections)
        socket.pause().write('GET /docs-json HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50));
      await sleep(5_000);
      for (const { socket } of connections) socket.destroy();
    });
    console.log(`400 connections: ${before / MB} MB, at most ${most / MB} MB; others p50 ${p50} ms, p99 ${p99} ms`);
    expect(most - before).toBeLessThan(MAX_GROWTH_BYTES);
  });
});

describe('bodies that cost much to read', () => {
  const unknownFields = JSON.stringify(Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`k${i}`, 0])));
  const BODIES = {
    'unknown fields': unknownFields,
    'deep lists': `{"email":${'['.repeat(16_000)}${']'.repeat(16_000)}}`,
    'a list': JSON.stringify({ email: Array(15_000).fill(0) }),
    '256 KB': JSON.stringify({ email: 'x'.repeat(256 * 1_024) }),
  };
  for (const [what, body] of Object.entries(BODIES)) {
    it(`do not keep others waiting: ${what}, 50 a second`, async ({ gateway }) => {
      const attacker = new Api(gateway.api.url);
      const answers: Promise<number>[] = [];
      const { p50, p99 } = await during(gateway, async () => {
        for (let n = 0; n < 150; n++) {
          answers.push(attacker.request('POST', '/v1/auth/login', body).then(({ status }) => status));
          await sleep(20);
        }
        await Promise.all(answers);
      });
      console.log(`${what}: others p50 ${p50} ms, p99 ${p99} ms`);
      for (const status of await Promise.all(answers)) expect([400, 413, 429]).toContain(status);
      expect(p50).toBeLessThan(MAX_P50_MS);
    });
  }
});

it('all of them together leave the process within its limit', ({ gateway }) => {
  expect(residentBytes(gateway)).toBeLessThan(MAX_RESIDENT_BYTES);
});
