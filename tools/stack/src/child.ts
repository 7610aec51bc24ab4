import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { forgetPid, recordPid } from './pid-file.js';
import { endAll, familyOf, signalProcess } from './processes.js';
import { GiveUpError, settlesWithin, until, type Patience } from './wait.js';

export interface ChildOptions {
  /** As messages call it: "PostgreSQL", "chat-service". */
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** stdout and stderr are appended to it; without one, each line goes to `onLine`. */
  logFile?: string;
  onLine?: (line: string) => void;
  pidFile: string;
  /** Asks for an orderly end. */
  stopSignal?: NodeJS.Signals;
  /** How long the orderly end may take before SIGKILL. */
  stopTimeoutMs?: number;
  /** Whether to ask again each second: an Erlang node that still boots drops the request. */
  stopsWhenAskedAgain?: boolean;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const living = new Set<Child>();

// Whatever ends this process, even a crash, leaves nothing behind. Only SIGKILL passes it by; pid files are for that.
process.on('exit', () => living.forEach((child) => child.killNow()));

/** A process of its own group: Ctrl-C in the terminal reaches us alone, and we end the rest in order. */
export class Child {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  private running = true;

  private constructor(
    spawned: ChildProcess,
    private readonly options: ChildOptions,
    private readonly logStart: number,
  ) {
    this.pid = spawned.pid ?? 0;
    this.exited = new Promise((resolve) => {
      spawned.once('exit', (code, signal) => resolve({ code, signal }));
      spawned.once('error', () => resolve({ code: 127, signal: null }));
    });
    void this.exited.then(() => this.removePidFile());
    living.add(this);
    if (this.pid) recordPid(options.pidFile, this.pid);
  }

  static start(options: ChildOptions): Child {
    const { command, args, env, cwd, uid, gid, logFile, onLine = () => undefined } = options;
    const common = { env, cwd, uid, gid, detached: true };
    if (logFile) {
      const log = openLog(logFile);
      const logStart = statSync(logFile).size;
      const spawned = spawn(command, args, { ...common, stdio: ['ignore', log, log] });
      closeSync(log);
      return new Child(spawned, options, logStart);
    }
    const spawned = spawn(command, args, { ...common, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const input of [spawned.stdout, spawned.stderr]) createInterface({ input }).on('line', onLine);
    return new Child(spawned, options, 0);
  }

  get isRunning(): boolean {
    return this.running;
  }

  /** Repeats `probe` until it succeeds; a process that ends first fails at once, with the end of its log. */
  async ready(probe: () => Promise<unknown>, patience: Omit<Patience, 'what'>): Promise<void> {
    const what = `${this.options.name} to be ready`;
    await until(
      async () => {
        if (!this.running) throw new GiveUpError(await this.obituary('ended before it was ready'));
        await probe();
      },
      { ...patience, what },
    );
  }

  /** Waits for an end with code 0; any other is an error, with the end of the log. */
  async succeeded(): Promise<void> {
    const { code } = await this.exited;
    if (code !== 0) throw new Error(await this.obituary('failed'));
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    const family = familyOf(this.pid);
    const again = this.options.stopsWhenAskedAgain && setInterval(() => this.askToStop(), 1_000);
    this.askToStop();
    if (!(await settlesWithin(this.exited, this.options.stopTimeoutMs ?? 12_000))) this.killNow();
    await this.exited;
    if (again) clearInterval(again);
    await endAll([...family, ...familyOf(this.pid)], 2_000);
  }

  /** Sends the signal; where it is one that ends, resolves when the process and all it started are gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.running) return;
    const family = familyOf(this.pid);
    signalProcess(this.pid, signal);
    if (!['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGABRT'].includes(signal)) return;
    await this.exited;
    await endAll([...family, ...familyOf(this.pid)], 5_000);
  }

  killNow(): void {
    if (!signalProcess(-this.pid, 'SIGKILL')) signalProcess(this.pid, 'SIGKILL');
  }

  private askToStop(): void {
    signalProcess(this.pid, this.options.stopSignal ?? 'SIGTERM');
    // A process that a test has paused could not handle the signal.
    signalProcess(this.pid, 'SIGCONT');
  }

  /** How it ended, and the last lines it wrote. */
  private async obituary(what: string): Promise<string> {
    const { code, signal } = await this.exited;
    const { name, logFile } = this.options;
    const summary = `${name} ${what} (${signal ?? `code ${code}`})`;
    if (!logFile) return summary;
    const lines = readFileSync(logFile).subarray(this.logStart).toString().trimEnd().split('\n');
    return `${summary}:\n${lines.slice(-20).join('\n')}\n(log: ${logFile})`;
  }

  private removePidFile(): void {
    this.running = false;
    living.delete(this);
    forgetPid(this.options.pidFile);
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a', 0o600);
}
