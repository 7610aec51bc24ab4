import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Has a process that runs with `--inspect=127.0.0.1:<port>` free all memory that nothing refers to. */
export async function collectGarbage(port: number): Promise<void> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[];
  const inspector = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
  await once(inspector, 'open');
  inspector.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  await once(inspector, 'message');
  inspector.close();
}
