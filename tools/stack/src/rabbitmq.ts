import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'amqplib';
import { Child, type Exit } from './child.js';
import { envWithoutErlang } from './config.js';
import { endOrphan } from './pid-file.js';
import { portsFor } from './ports.js';
import { nodeProgram } from './rabbitmq-home.js';
import { rabbitmqFolder } from './rabbitmq-program.js';
import { loadSecrets, type Secrets } from './secrets.js';
import { GiveUpError } from './wait.js';

export interface RabbitMqOptions {
  /** Holds the node's data; made on first use. */
  dataDir: string;
  logFile: string;
  /** Default: a free one. */
  port?: number;
  /** Default: those kept in `<dataDir>/secrets.json`. */
  secrets?: Pick<Secrets, 'rabbitmqPassword' | 'erlangCookie'>;
  signal?: AbortSignal;
}

interface NodePorts {
  amqp: number;
  distribution: number;
  epmd: number;
}

const READY_TIMEOUT_MS = 90_000;
const USER = 'messenger';

/** The data are stored under the node's name, so it never changes. It need only be unique in our own epmd. */
const NODE_NAME = 'messenger@localhost';

/** Erlang's idle schedulers would otherwise spin for a while: the machine has other work. */
const NO_BUSY_WAITING = '+sbwt none +sbwtdcpu none +sbwtdio none';

/** Starts a real, private RabbitMQ node; resolves once it accepts connections. */
export async function startRabbitMq(options: RabbitMqOptions): Promise<RabbitMq> {
  const rabbitmq = await prepareRabbitMq(options);
  await rabbitmq.start(options.signal);
  return rabbitmq;
}

/** A node whose address is known, and which is not started yet. */
export async function prepareRabbitMq(options: RabbitMqOptions): Promise<RabbitMq> {
  const programs = rabbitmqFolder();
  if (!programs) throw new Error('RabbitMQ is not installed');
  const dataDir = resolve(options.dataDir);
  const free = await portsFor(['amqp', 'distribution', 'epmd']);
  const ports = { ...free, amqp: options.port ?? free.amqp };
  const secrets = options.secrets ?? loadSecrets(dataDir);
  return new RabbitMq({ ...options, dataDir, secrets }, ports, programs);
}

export class RabbitMq {
  readonly name = 'RabbitMQ';
  readonly port: number;
  readonly url: string;
  private node?: Child;
  /** Erlang's name server. By default the first node starts one as a daemon, which then outlives the node. */
  private epmd?: Child;
  private readonly home: string;

  constructor(
    private readonly options: RabbitMqOptions & Required<Pick<RabbitMqOptions, 'secrets'>>,
    private readonly ports: NodePorts,
    private readonly programs: string,
  ) {
    this.port = ports.amqp;
    this.url = `amqp://${USER}:${options.secrets.rabbitmqPassword}@127.0.0.1:${this.port}/%2F`;
    this.home = join(options.dataDir, 'home');
  }

  get pid(): number | undefined {
    return this.node?.isRunning ? this.node.pid : undefined;
  }

  /** Settles when the node that runs now has ended. */
  get exited(): Promise<Exit> | undefined {
    return this.node?.exited;
  }

  /** On the same ports and data, also after `stop` or `kill`. */
  async start(signal?: AbortSignal): Promise<void> {
    // Where the node alone has crashed, its epmd is still there.
    await this.epmd?.stop();
    await endOrphan(this.file('pid'));
    await endOrphan(this.file('epmd.pid'));
    this.writeConfig();
    try {
      await this.startEpmd(signal);
      await this.startNode(signal);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.node?.stop();
    await this.epmd?.stop();
  }

  /** A crash: of the node, and of all that belongs to it. */
  async kill(): Promise<void> {
    await this.node?.kill('SIGKILL');
    await this.epmd?.kill('SIGKILL');
  }

  /** Runs rabbitmqctl. */
  async control(...args: string[]): Promise<void> {
    await promisify(execFile)(join(this.programs, 'rabbitmqctl'), ['--quiet', ...args], { env: this.env() });
  }

  private async startEpmd(signal?: AbortSignal): Promise<void> {
    const { epmd: port } = this.ports;
    signal?.throwIfAborted();
    const args = ['-address', '127.0.0.1', '-port', String(port)];
    this.epmd = Child.start({ ...this.common(), name: 'epmd', command: 'epmd', args, pidFile: this.file('epmd.pid') });
    await this.epmd.ready(() => canConnect(port), { timeoutMs: 10_000, signal });
  }

  private async startNode(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const command = nodeProgram(this.file('program'), this.programs);
    this.node = Child.start({ ...this.common(), name: this.name, command, args: [], pidFile: this.file('pid') });
    await this.node.ready(() => this.logIn(), { timeoutMs: READY_TIMEOUT_MS, signal });
  }

  private common() {
    const { dataDir, logFile } = this.options;
    return { env: this.env(), cwd: dataDir, logFile, stopTimeoutMs: 20_000, stopsWhenAskedAgain: true };
  }

  private async logIn(): Promise<void> {
    try {
      const connection = await connect(this.url, { timeout: 5_000 });
      // A node that starts may answer out of turn: the next probe asks again.
      connection.on('error', () => undefined);
      await connection.close();
    } catch (error) {
      if (!String(error).includes('ACCESS_REFUSED')) throw error;
      throw new GiveUpError(`RabbitMQ in ${this.options.dataDir} has another password than secrets.json`);
    }
  }

  private writeConfig(): void {
    const { rabbitmqPassword, erlangCookie } = this.options.secrets;
    const cookie = join(this.home, '.erlang.cookie');
    mkdirSync(this.home, { recursive: true });
    if (existsSync(cookie)) chmodSync(cookie, 0o600);
    writeFileSync(cookie, erlangCookie, { mode: 0o600 });
    writeFileSync(this.file('enabled_plugins'), '[].\n');
    const lines = [
      `listeners.tcp.1 = 127.0.0.1:${this.port}`,
      `default_user = ${USER}`,
      `default_pass = ${rabbitmqPassword}`,
      'log.console = true',
      'log.console.level = info',
    ];
    writeFileSync(this.file('rabbitmq.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
  }

  private env(): NodeJS.ProcessEnv {
    return {
      ...envWithoutErlang(),
      HOME: this.home,
      ERL_EPMD_PORT: String(this.ports.epmd),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_FLAGS: '-start_epmd false',
      RABBITMQ_NODENAME: NODE_NAME,
      RABBITMQ_MNESIA_BASE: this.file('mnesia'),
      RABBITMQ_LOG_BASE: this.file('log'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_DIST_PORT: String(this.ports.distribution),
      RABBITMQ_ENABLED_PLUGINS_FILE: this.file('enabled_plugins'),
      RABBITMQ_CONFIG_FILE: this.file('rabbitmq.conf'),
      RABBITMQ_ADVANCED_CONFIG_FILE: this.file('advanced.config'),
      RABBITMQ_CONF_ENV_FILE: this.file('rabbitmq-env.conf'),
      // The start script then becomes the node (exec), instead of waiting for it as its parent.
      RABBITMQ_ALLOW_INPUT: 'true',
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-noinput -kernel inet_dist_use_interface {127,0,0,1} ${NO_BUSY_WAITING}`,
    };
  }

  private file(name: string): string {
    return join(this.options.dataDir, name);
  }
}

function canConnect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = dial(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
