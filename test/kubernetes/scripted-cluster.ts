import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { APP_NAMES, type AppName } from '@messenger/stack';
import { scriptEnv } from './render.js';

export interface Outcome {
  code: number | null;
  output: string;
}

/** The steps of chat-service's migration. */
export const NEW_SCHEMA = [
  'delete job chat-service-migration --ignore-not-found',
  'apply -',
  'wait job chat-service-migration --for condition=complete',
];

const QUICK = { OBSERVE_SECONDS: '0', PROBES: '3', PROBE_SECONDS: '0', LOOKS: '2', WAIT_SECONDS: '10' };

/** What tells of the past alone, and what differs from one test to the next. */
const OF_NO_MATTER = /^(calls|changes|applied|objects|port of .*)$/;

/** What the tests' kubectl knows, in a folder of files; and the release scripts run against it. */
export class ScriptedCluster {
  private readonly folder = mkdtempSync(join(tmpdir(), 'messenger-cluster-'));

  /** @param original the folder of another, as it is at the moment */
  constructor(original?: string) {
    if (original === undefined) this.install();
    else cpSync(original, this.folder, { recursive: true });
  }

  private install(): void {
    for (const app of APP_NAMES) this.setRelease(app, 'stable', '1.0.0', 3);
    mkdirSync(join(this.folder, 'autoscalers'));
  }

  /** A release that is there, and ready. */
  setRelease(app: AppName, release: string, version: string, replicas: number): this {
    const image = `registry.example.com/messenger/${app}:${version}\n`;
    const deployment = release === 'stable' ? app : `${app}-${release}`;
    this.set(`releases/${app}/${release}`, image).set(`ready/${deployment}`, image);
    return this.set(`replicas/${deployment}`, `${replicas}\n`);
  }

  /** As before its first installation. */
  removeReleases(app: AppName): void {
    rmSync(join(this.folder, 'releases', app), { recursive: true });
  }

  /** As another is at the moment. */
  static copyOf({ folder }: ScriptedCluster): ScriptedCluster {
    const copy = new ScriptedCluster(folder);
    copy.delete('changes');
    return copy;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  set(file: string, text = ''): this {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
    return this;
  }

  delete(file: string): void {
    rmSync(join(this.folder, file), { force: true });
  }

  read(file: string): string {
    return existsSync(join(this.folder, file)) ? readFileSync(join(this.folder, file), 'utf8').trim() : '';
  }

  /** Those of chat-service. */
  get releases(): string[] {
    return readdirSync(join(this.folder, 'releases/chat-service')).sort();
  }

  /** Of which Deployments. */
  get autoscalers(): string[] {
    return readdirSync(join(this.folder, 'autoscalers')).sort();
  }

  /** What would have cost requests. */
  get violations(): string {
    return this.read('violations');
  }

  /** The calls that change something or wait, in their order, the first words of each. */
  get steps(): string[] {
    const calls = this.read('calls').split('\n');
    return calls.filter((call) => !/^(get|logs|port-forward|sleep) |^$/.test(call)).map(shortened);
  }

  /** All that a script could find in it: where two are alike, so is what follows. */
  get state(): string {
    const files = readdirSync(this.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    return files
      .filter(({ name }) => !OF_NO_MATTER.test(name))
      .map(({ name, parentPath }) => join(relative(this.folder, parentPath), name))
      .sort()
      .map((file) => `${file}: ${this.read(file)}`)
      .join('\n');
  }

  /**
   * Runs a script, and returns the cluster as each of its changes has left it: the same as where the script is killed then.
   */
  async moments([script = '', ...args]: string[]): Promise<ScriptedCluster[]> {
    const folder = mkdtempSync(join(tmpdir(), 'messenger-moments-'));
    await this.runWith({ MOMENTS: folder }, script, ...args);
    const names = readdirSync(folder).sort((one, other) => Number(one) - Number(other));
    const moments = names.map((name) => new ScriptedCluster(join(folder, name)));
    rmSync(folder, { recursive: true });
    return moments;
  }

  async run(script: string, ...args: string[]): Promise<Outcome> {
    return this.runWith({}, script, ...args);
  }

  async runWith(settings: Record<string, string>, script: string, ...args: string[]): Promise<Outcome> {
    const child = spawn(`scripts/release/${script}.sh`, args, {
      env: scriptEnv({ CLUSTER: this.folder, ...QUICK, ...settings }),
      // A group of its own, for the kubectl that kills it.
      detached: true,
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
    .replace(' --cascade=foreground', '')
    .replace('horizontalpodautoscaler', 'hpa');
}
