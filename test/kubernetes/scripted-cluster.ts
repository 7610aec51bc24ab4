import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { scriptEnv } from './render.js';

export interface Outcome {
  code: number | null;
  output: string;
}

/** What the tests' kubectl knows, in a folder of files; and the release scripts run against it. */
export class ScriptedCluster {
  private readonly folder = mkdtempSync(join(tmpdir(), 'messenger-cluster-'));

  constructor() {
    this.set('releases/stable', 'registry.example.com/messenger/chat-service:1.0.0');
    this.set('replicas', '3');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  set(file: string, text = ''): this {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
    return this;
  }

  read(file: string): string {
    return existsSync(join(this.folder, file)) ? readFileSync(join(this.folder, file), 'utf8').trim() : '';
  }

  get releases(): string[] {
    return readdirSync(join(this.folder, 'releases')).sort();
  }

  /** The calls that change something or wait, in their order, the first words of each. */
  get steps(): string[] {
    const calls = this.read('calls').split('\n');
    return calls.filter((call) => !/^(get|logs|port-forward) |^$/.test(call)).map(shortened);
  }

  async run(script: string, ...args: string[]): Promise<Outcome> {
    return this.runWith({}, script, ...args);
  }

  async runWith(settings: Record<string, string>, script: string, ...args: string[]): Promise<Outcome> {
    const child = spawn(`scripts/release/${script}.sh`, args, {
      env: scriptEnv({ CLUSTER: this.folder, OBSERVE_SECONDS: '0', LOOKS: '2', ...settings }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }
}

function shortened(call: string): string {
  return call
    .replace(/ --timeout \S+/, '')
    .replace(/app\.kubernetes\.io\/name=/, '')
    .replace(/ --filename .*\/(\w)/, ' $1')
    .replace(' --filename -', ' -')
    .replace('horizontalpodautoscaler', 'hpa');
}
