import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { APP_NAMES, freePorts, inheritedEnv } from '@messenger/stack';
import { example } from './compose-file.js';

const run = promisify(execFile);

/** The tag of the images that are tested, so that nobody's own are touched. */
const VERSION = 'under-test';

/** Tests come from one address. */
const RATE_LIMITS = { RATE_LIMIT_LOGIN: '1000000', RATE_LIMIT_REGISTER: '1000000', RATE_LIMIT_DEFAULT: '1000000' };

export interface Inspected {
  Id: string;
  Name: string;
  Config: { User: string };
  HostConfig: { ReadonlyRootfs: boolean; CapDrop: string[]; SecurityOpt: string[]; Memory: number };
  State: { Status: string; ExitCode: number; Health?: { Status: string } };
}

export interface InspectedImage {
  Size: number;
  RootFS: { Layers: string[] };
}

/** Everything in containers, with a name, ports and volumes of its own. */
export class Project {
  private constructor(
    readonly url: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @throws where there is no Docker */
  static async built(): Promise<Project> {
    const [port = 0, console = 0] = await freePorts(2);
    const project = new Project(`http://127.0.0.1:${port}`, {
      ...inheritedEnv(),
      ...example,
      ...RATE_LIMITS,
      VERSION,
      COMPOSE_PROFILES: '',
      COMPOSE_PROJECT_NAME: `messenger-test-${randomInt(1_000_000)}`,
      PORT: String(port),
      RABBITMQ_CONSOLE_PORT: String(console),
    });
    await project.command('scripts/containers/images.sh', VERSION);
    return project;
  }

  /** @returns what it prints */
  up(): Promise<string> {
    return this.command('scripts/containers/up.sh');
  }

  compose(...args: string[]): Promise<string> {
    return this.command('scripts/containers/compose.sh', ...args);
  }

  async containers(): Promise<Inspected[]> {
    const label = `label=com.docker.compose.project=${this.env.COMPOSE_PROJECT_NAME}`;
    const ids = await this.command('docker', 'ps', '--all', '--quiet', '--filter', label);
    return JSON.parse(await this.command('docker', 'inspect', ...ids.trim().split('\n'))) as Inspected[];
  }

  async images(): Promise<InspectedImage[]> {
    const names = APP_NAMES.map((app) => `messenger/${app}:${VERSION}`);
    return JSON.parse(await this.command('docker', 'image', 'inspect', ...names)) as InspectedImage[];
  }

  /** The users of a container's processes. */
  async usersIn({ Id }: Inspected): Promise<number[]> {
    const [, ...users] = (await this.command('docker', 'top', Id, '-eo', 'pid,uid')).trim().split('\n');
    return users.map((line) => Number(line.trim().split(/\s+/)[1]));
  }

  async remove(): Promise<void> {
    await this.compose('down', '--volumes', '--timeout', '1');
    await this.command('docker', 'image', 'rm', ...APP_NAMES.map((app) => `messenger/${app}:${VERSION}`));
  }

  private async command(program: string, ...args: string[]): Promise<string> {
    const { stdout } = await run(program, args, { env: this.env, maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  }
}
