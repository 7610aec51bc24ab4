import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * Watches which pods a Service leads to. Each change of its EndpointSlices is one line: the names of the pods that are
 * ready.
 */
export class Endpoints {
  readonly seen: string[][] = [];
  private readonly child: ChildProcess;

  constructor(namespace: string, service: string, env: Record<string, string>) {
    const ready = '{range .endpoints[?(@.conditions.ready==true)]}{.targetRef.name} {end}{"\\n"}';
    const args = ['get', 'endpointslices', '--namespace', namespace, '--watch', '--output', `jsonpath=${ready}`];
    this.child = spawn('kubectl', [...args, '--selector', `kubernetes.io/service-name=${service}`], { env });
    let rest = '';
    this.child.stdout!.on('data', (chunk) => {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop()!;
      for (const line of lines) this.seen.push(line.trim().split(' ').filter(Boolean));
    });
  }

  /** How often it led nowhere. */
  get gaps(): number {
    return this.seen.filter((pods) => pods.length === 0).length;
  }

  async stop(): Promise<void> {
    this.child.kill();
    await once(this.child, 'close');
  }
}
