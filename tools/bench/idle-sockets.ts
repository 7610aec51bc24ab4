import type { AppProcess } from '@messenger/stack';
import { collectGarbage } from './inspector.js';
import { aPerson } from './people.js';

const SOCKETS = 5_000;
/** More of one person are not allowed. */
const SOCKETS_A_PERSON = 10;
/** People who connect at a time. */
const AT_A_TIME = 5;
interface Memory {
  resident: number;
  heap: number;
}

/**
 * Memory of a gateway for each connection that is open and silent: as it stands once all have connected, and without
 * what connecting has left behind, which Node.js frees when it needs room.
 */
export async function idleSockets({ env, adminUrl }: AppProcess, inspectorPort: number): Promise<string> {
  const url = `http://127.0.0.1:${env.PORT}`;
  // The first ones bring what all share: code, pools, caches.
  await connect(url, SOCKETS / 10);
  await collectGarbage(inspectorPort);
  const before = await memoryOf(adminUrl);
  await connect(url, SOCKETS);
  const full = await memoryOf(adminUrl);
  await collectGarbage(inspectorPort);
  const after = await memoryOf(adminUrl);
  const each = (now: Memory, part: keyof Memory) => `${((now[part] - before[part]) / SOCKETS / 1024).toFixed(1)} KB`;
  return (
    `${SOCKETS} idle connections: ${each(after, 'resident')} resident each, of that ${each(after, 'heap')} heap; ` +
    `before garbage is collected ${each(full, 'resident')} resident, ${each(full, 'heap')} heap`
  );
}

async function connect(url: string, sockets: number): Promise<void> {
  for (let people = 0; people < sockets / SOCKETS_A_PERSON; people += AT_A_TIME) {
    await Promise.all(Array.from({ length: AT_A_TIME }, () => connectPerson(url)));
  }
}

async function connectPerson(url: string): Promise<void> {
  const person = await aPerson(url);
  const connections = Array.from({ length: SOCKETS_A_PERSON }, () => person.live());
  await Promise.all(connections.map(({ ready }) => ready));
}

async function memoryOf(adminUrl: string): Promise<Memory> {
  const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name}(?:{.*})? (.*)$`, 'm').exec(metrics)?.[1]);
  return { resident: value('process_resident_memory_bytes'), heap: value('nodejs_heap_size_used_bytes') };
}
