import { Session } from 'node:inspector/promises';

/** Gives the memory back that only the start has needed: V8 alone would keep it until there is work. */
export async function releaseStartMemory(): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
}
