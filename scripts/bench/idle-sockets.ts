import { setTimeout as sleep } from 'node:timers/promises';
import { aPerson } from './people.js';

const SOCKETS = 5_000;
/** More of one person are not allowed. */
const SOCKETS_A_PERSON = 10;
/** People who connect at a time. */
const AT_A_TIME = 5;
/** Milliseconds in which the garbage of connecting is collected. */
const SETTLE = 30_000;

interface Memory {
  resident: number;
  heap: number;
}

/** Memory of a gateway for each connection that is open and silent. */
export async function idleSockets(url: string, adminUrl: string): Promise<string> {
  // The first ones bring what all share: code, pools, caches.
  await connect(url, SOCKETS / 10);
  const before = await settled(adminUrl);
  await connect(url, SOCKETS);
  const after = await settled(adminUrl);
  const each = (part: keyof Memory) => ((after[part] - before[part]) / SOCKETS / 1024).toFixed(1);
  return `${SOCKETS} idle connections: ${each('resident')} KB resident each, of that ${each('heap')} KB heap`;
}

async function connect(url: string, sockets: number): Promise<void> {
  for (let people = 0; people < sockets / SOCKETS_A_PERSON; people += AT_A_TIME) {
    await Promise.all(Array.from({ length: AT_A_TIME }, () => connectPerson(url)));
  }
}

async function connectPerson(url: string): Promise<void> {
  const person = await aPerson(url);
  const lives = Array.from({ length: SOCKETS_A_PERSON }, () => person.live());
  await Promise.all(lives.map(({ ready }) => ready));
}

async function settled(adminUrl: string): Promise<Memory> {
  await sleep(SETTLE);
  const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name}(?:{.*})? (.*)$`, 'm').exec(metrics)?.[1]);
  return { resident: value('process_resident_memory_bytes'), heap: value('nodejs_heap_size_used_bytes') };
}
