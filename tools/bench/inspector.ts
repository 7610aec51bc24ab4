import { once } from 'node:events';
import { WebSocket } from 'ws';

/** The DevTools protocol of a process that runs with `--inspect=127.0.0.1:<port>`. */
export class Inspector {
  private lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.setMaxListeners(0);
  }

  static async connect(port: number): Promise<Inspector> {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '', { maxPayload: 0 });
    await once(socket, 'open');
    return new Inspector(socket);
  }

  /** Frees all memory that nothing refers to. */
  async collectGarbage(): Promise<void> {
    await this.call('HeapProfiler.collectGarbage');
  }

  async startProfile(): Promise<void> {
    await this.call('Profiler.enable');
    await this.call('Profiler.start');
  }

  /** Resolves to the text of a .cpuprofile, which Chromium and VS Code show. */
  async stopProfile(): Promise<string> {
    const { profile } = (await this.call('Profiler.stop')) as { profile: unknown };
    return JSON.stringify(profile);
  }

  close(): void {
    this.socket.close();
  }

  private call(method: string): Promise<unknown> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      const onMessage = (message: Buffer): void => {
        const answer = JSON.parse(message.toString()) as { id?: number; result?: unknown };
        if (answer.id !== id) return;
        this.socket.off('message', onMessage);
        resolve(answer.result);
      };
      this.socket.on('message', onMessage);
      this.socket.send(JSON.stringify({ id, method }));
    });
  }
}
