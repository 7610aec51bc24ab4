import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { Child, type ChildOptions, type Exit } from './child.js';
import { inheritedEnv } from './config.js';
import { endOrphan } from './pid-file.js';
import { portsFor } from './ports.js';
import { postgresAccount, type PostgresAccount } from './postgres-account.js';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { familyOf, signalProcess } from './processes.js';
import { loadSecrets } from './secrets.js';
import { GiveUpError } from './wait.js';

export interface PostgresOptions {
  /** Holds the cluster; made on first use. */
  dataDir: string;
  logFile: string;
  /** Default: a free one. */
  port?: number;
  /** Of the superuser; default: one kept in `<dataDir>/secrets.json`. */
  password?: string;
  /** Whether what is committed is forced to the disk; false, for data of tests, survives a crash of the server alone. */
  survivesPowerLoss?: boolean;
  signal?: AbortSignal;
}

const READY_TIMEOUT_MS = 60_000;
const INVALID_PASSWORD = '28P01';

/**
 * Listens on 127.0.0.1 alone. Durable as in production by default: fsync stays on. The log holds no values: parameters of slow
 * statements and rows that violate a constraint are what people wrote.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_duration_statement: '1s',
  log_parameter_max_length: '0',
  log_error_verbosity: 'terse',
};

/** A commit need not wait some milliseconds for the disk. */
const WITHOUT_SYNC = { fsync: 'off', full_page_writes: 'off' };

/** Starts a real, private PostgreSQL 18; resolves once it accepts connections. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const binaries = await postgresBinaries();
  const account = postgresAccount([dataDir, binaries.postgres]);
  const port = options.port ?? (await portsFor(['postgres'])).postgres;
  const password = options.password ?? loadSecrets(dataDir).postgresPassword;
  const postgres = new Postgres({ ...options, dataDir, port, password }, binaries, account);
  await postgres.start(options.signal);
  return postgres;
}

export class Postgres {
  readonly name = 'PostgreSQL';
  readonly port: number;
  /** Of the superuser, in the database `postgres`. */
  readonly adminUrl: string;
  private child?: Child;
  private readonly cluster: string;
  private readonly pidFile: string;

  constructor(
    private readonly options: PostgresOptions & { port: number; password: string },
    private readonly binaries: PostgresBinaries,
    private readonly account: PostgresAccount,
  ) {
    this.port = options.port;
    this.adminUrl = `postgres://postgres:${options.password}@127.0.0.1:${this.port}/postgres`;
    this.cluster = join(options.dataDir, 'cluster');
    this.pidFile = join(options.dataDir, 'pid');
  }

  get pid(): number | undefined {
    return this.child?.isRunning ? this.child.pid : undefined;
  }

  /** Settles when the server that runs now has ended. */
  get exited(): Promise<Exit> | undefined {
    return this.child?.exited;
  }

  /** On the same port and data; recovers whatever a crash left. */
  async start(signal?: AbortSignal): Promise<void> {
    await endOrphan(this.pidFile, 'SIGINT');
    await this.initialise();
    this.dropForeignLock();
    signal?.throwIfAborted();
    const child = Child.start(this.childOptions());
    this.child = child;
    try {
      await child.ready(() => this.lockDown(), { timeoutMs: READY_TIMEOUT_MS, signal });
    } catch (error) {
      await child.stop();
      throw error;
    }
  }

  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  async stop(): Promise<void> {
    await this.child?.stop();
  }

  /** A crash. */
  async kill(): Promise<void> {
    await this.child?.kill('SIGKILL');
  }

  /** All of its processes stand still until `thaw`: no connection is closed, nothing is answered. */
  freeze(): void {
    this.signalAll('SIGSTOP');
  }

  thaw(): void {
    this.signalAll('SIGCONT');
  }

  private signalAll(signal: NodeJS.Signals): void {
    for (const pid of familyOf(this.child?.pid ?? 0)) signalProcess(pid, signal);
  }

  private get isSynced(): boolean {
    return this.options.survivesPowerLoss ?? true;
  }

  private childOptions(): ChildOptions {
    const all = { ...SETTINGS, ...(this.isSynced ? {} : WITHOUT_SYNC) };
    const settings = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const args = ['-D', this.cluster, '-p', String(this.port), '-k', '', ...settings];
    return {
      ...this.account.wrap(this.binaries.postgres, args),
      name: this.name,
      env: { ...inheritedEnv(), LC_ALL: 'C' },
      cwd: '/',
      logFile: this.options.logFile,
      pidFile: this.pidFile,
      stopSignal: 'SIGINT',
    };
  }

  private async initialise(): Promise<void> {
    if (existsSync(join(this.cluster, 'PG_VERSION'))) return;
    rmSync(this.cluster, { recursive: true, force: true });
    // Renamed when complete, so that an interrupted initdb is not taken for a cluster.
    const [half, passwordFile] = [`${this.cluster}.new`, join(this.options.dataDir, 'initdb-password')];
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { mode: 0o700 });
    writeFileSync(passwordFile, `${this.options.password}\n`, { mode: 0o600 });
    [half, passwordFile].forEach((path) => this.account.own(path));
    try {
      await this.initdb(half, passwordFile);
    } finally {
      rmSync(passwordFile);
    }
    renameSync(half, this.cluster);
  }

  /** The builtin C.UTF-8 locale sorts and folds case the same on every machine, whatever locales it has. */
  private async initdb(folder: string, passwordFile: string): Promise<void> {
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const args = [
      `--pgdata=${folder}`,
      ...login,
      ...locale,
      '--no-instructions',
      ...(this.isSynced ? [] : ['--no-sync']),
    ];
    const { command, args: wrapped, ...ids } = this.account.wrap(this.binaries.initdb, args);
    await promisify(execFile)(command, wrapped, { ...ids, cwd: '/', env: { ...inheritedEnv(), LC_ALL: 'C' } });
  }

  /** Connects; and takes from PUBLIC what PostgreSQL grants by default: any role may make temporary tables here. */
  private async lockDown(): Promise<void> {
    const client = new pg.Client({ connectionString: this.adminUrl, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
    } catch (error) {
      if ((error as { code?: string }).code !== INVALID_PASSWORD) throw error;
      throw new GiveUpError(`PostgreSQL in ${this.options.dataDir} has another password than secrets.json`);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /**
   * PostgreSQL will not start while postmaster.pid names a living process, be it another program that got the pid
   * after a reboot or in a new container. Ours is dead: endOrphan saw to that.
   */
  private dropForeignLock(): void {
    const file = join(this.cluster, 'postmaster.pid');
    if (!existsSync(file)) return;
    const pid = readFileSync(file, 'utf8').split('\n')[0];
    const program = `/proc/${pid}/cmdline`;
    if (existsSync('/proc/self') && !(existsSync(program) && isPostgres(program))) rmSync(file);
  }
}

function isPostgres(cmdline: string): boolean {
  return readFileSync(cmdline, 'utf8').split('\0')[0]?.endsWith('postgres') ?? false;
}
