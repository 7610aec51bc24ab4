import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';

export interface Outcome {
  code: number | null;
  output: string;
}

// eslint-disable-next-line no-restricted-properties -- which cluster, and where the tools are
const { KUBECONFIG = '', PATH = '', HOME = '' } = process.env;

/** A namespace of the cluster that KUBECONFIG names, and the release scripts in it. */
export class RealCluster {
  readonly namespace = `messenger-test-${randomBytes(3).toString('hex')}`;
  /** What the scripts reach instead of pods, where those are fake: a pattern of the target, and a port. */
  readonly standIns = new Map<string, string>();

  async create(): Promise<this> {
    if (KUBECONFIG === '') throw new Error('KUBECONFIG names no cluster');
    await this.kubectl('create', 'namespace', this.namespace);
    return this;
  }

  async remove(): Promise<void> {
    await this.kubectl('delete', 'namespace', this.namespace, '--timeout', '120s');
  }

  /** @returns what it prints; @throws where it fails */
  async kubectl(...args: string[]): Promise<string> {
    return this.kubectlWith('', ...args);
  }

  async kubectlWith(input: string, ...args: string[]): Promise<string> {
    const { code, output } = await run(
      'kubectl',
      ['--namespace', this.namespace, ...args],
      { KUBECONFIG, PATH, HOME },
      input,
    );
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${output}`);
    return output;
  }

  async script(name: string, ...args: string[]): Promise<Outcome> {
    return this.scriptWith({}, name, ...args);
  }

  async scriptWith(settings: Record<string, string>, name: string, ...args: string[]): Promise<Outcome> {
    const env = { ...this.environment(), ...settings };
    return run(`scripts/release/${name}.sh`, args, env);
  }

  environment(): Record<string, string> {
    return {
      ...{ KUBECONFIG, HOME, NAMESPACE: this.namespace, PATH: `${process.cwd()}/test/kubernetes/live/bin:${PATH}` },
      ...{ OVERLAY: '../../test/kubernetes/live/overlay', SETTLE_SECONDS: '1' },
      ...{ OBSERVE_SECONDS: '1', LOOKS: '2', PROBES: '6', PROBE_SECONDS: '0' },
      STAND_INS: [...this.standIns].map(([target, port]) => `${target} ${port}`).join('\n'),
    };
  }

  /** Nodes that only say that they run pods. */
  async hasFakeNodes(): Promise<boolean> {
    return (await this.kubectl('get', 'nodes', '--output', 'yaml')).includes('kwok.x-k8s.io/node');
  }

  /** As apiVersion/kind, of what is in a rendering. */
  async knownKinds(): Promise<Set<string>> {
    const table = await this.kubectl('api-resources', '--no-headers');
    return new Set(
      table.split('\n').map((row) => {
        const [kind, , apiVersion] = row.trim().split(/ +/).reverse();
        return `${apiVersion}/${kind}`;
      }),
    );
  }
}

async function run(command: string, args: string[], env: Record<string, string>, input = ''): Promise<Outcome> {
  const child = spawn(command, args, { env });
  child.stdin.end(input);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
