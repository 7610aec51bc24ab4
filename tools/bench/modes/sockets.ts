import type { MessengerClient } from '@messenger/client';
import { freePorts, type AppProcess } from '@messenger/stack';
import { Inspector } from '../inspector.js';
import { aPerson } from '../people.js';
import type { Measured, Mode } from './mode.js';

/** More of one person are not allowed. */
const SOCKETS_A_PERSON = 10;

/** Memory of a gateway for each connection that is open and silent, and how fast they connect. */
export const idleSockets = (count: number): Mode => ({
  title: `${count} silent connections to a gateway of their own`,
  async *run({ stack }) {
    const [inspectorPort = 0] = await freePorts(1);
    const gateway = await stack.startSecond('api-gateway', { NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}` });
    const inspector = await Inspector.connect(inspectorPort);
    yield await measured(gateway, inspector, count);
    inspector.close();
    await gateway.stop();
  },
});

async function measured(gateway: AppProcess, inspector: Inspector, count: number): Promise<Measured> {
  const url = `http://127.0.0.1:${gateway.env.PORT}`;
  const people = await register(url, count / SOCKETS_A_PERSON);
  // The first ones bring what all share: code, pools, caches.
  await connect(people.slice(0, people.length / 10), 1);
  await inspector.collectGarbage();
  const before = await memoryOf(gateway);
  const start = performance.now();
  await connect(people, SOCKETS_A_PERSON - 1);
  const seconds = (performance.now() - start) / 1_000;
  const full = await memoryOf(gateway);
  await inspector.collectGarbage();
  const after = await memoryOf(gateway);
  const opened = people.length * (SOCKETS_A_PERSON - 1);
  const kibibytes = (bytes: number): number => bytes / opened / 1_024;
  return {
    subject: 'a connection',
    values: {
      'resident KiB': kibibytes(after.resident - before.resident),
      'heap KiB': kibibytes(after.heap - before.heap),
      'resident KiB before garbage is collected': kibibytes(full.resident - before.resident),
      'connections/s': opened / seconds,
    },
  };
}

/** Passwords are hashed two at a time: more at once would only wait. */
async function register(url: string, count: number): Promise<MessengerClient[]> {
  const people: MessengerClient[] = [];
  while (people.length < count) people.push(...(await Promise.all([aPerson(url), aPerson(url)])));
  return people;
}

async function connect(people: MessengerClient[], each: number): Promise<void> {
  for (let start = 0; start < people.length; start += 10) {
    const connections = people.slice(start, start + 10).flatMap((person) => {
      return Array.from({ length: each }, () => person.live());
    });
    await Promise.all(connections.map(({ ready }) => ready));
  }
}

async function memoryOf({ adminUrl }: AppProcess): Promise<{ resident: number; heap: number }> {
  const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name}(?:{.*})? (.*)$`, 'm').exec(metrics)?.[1]);
  return { resident: value('process_resident_memory_bytes'), heap: value('nodejs_heap_size_used_bytes') };
}
