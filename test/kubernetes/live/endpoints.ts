import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

interface EndpointSlice {
  metadata: { name: string };
  endpoints?: { conditions: { ready: boolean }; targetRef: { name: string } }[] | null;
}

/** Watches which pods a Service leads to. */
export class Endpoints {
  /** How often it led nowhere. */
  gaps = 0;
  private readonly slices = new Map<string, string[]>();
  private readonly child: ChildProcess;

  constructor(namespace: string, service: string, env: Record<string, string>) {
    const args = ['--namespace', namespace, '--watch', '--output', 'jsonpath={@}{"\\n"}'];
    const selector = `kubernetes.io/service-name=${service}`;
    this.child = spawn('kubectl', ['get', 'endpointslices', ...args, '--selector', selector], {
      ...{ env, stdio: ['ignore', 'pipe', 'inherit'] },
    });
    createInterface(this.child.stdout!).on('line', (line) => this.take(JSON.parse(line) as EndpointSlice));
  }

  /** The names of those that are ready. */
  get pods(): string[] {
    return [...this.slices.values()].flat();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) throw new Error('The watch has ended by itself');
    this.child.kill();
    await once(this.child, 'close');
  }

  private take({ metadata, endpoints }: EndpointSlice): void {
    const ready = (endpoints ?? []).filter(({ conditions }) => conditions.ready);
    this.slices.set(
      metadata.name,
      ready.map(({ targetRef }) => targetRef.name),
    );
    if (this.pods.length === 0) this.gaps += 1;
  }
}
