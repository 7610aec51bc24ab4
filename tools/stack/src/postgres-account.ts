import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { inheritedEnv } from './config.js';

export interface Command {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/** How PostgreSQL, which refuses to be root, is run here. */
export interface PostgresAccount {
  wrap(command: string, args: string[]): Command;
  /** Gives a file or folder to the account. */
  own(path: string): void;
}

const USER = 'postgres';
const OURSELVES: PostgresAccount = { wrap: (command, args) => ({ command, args }), own: () => undefined };

/** @param folders that PostgreSQL must be able to reach */
export function postgresAccount(folders: string[]): PostgresAccount {
  if (process.getuid?.() !== 0) return OURSELVES;
  const { uid, gid } = findOrCreateUser();
  const own = (path: string) => chownSync(path, uid, gid);
  if (setprivWorks())
    return { own, wrap: (command, args) => ({ command: 'setpriv', args: [...SETPRIV, command, ...args] }) };
  folders.forEach((folder) => assertReachable(folder, uid, gid));
  return { own, wrap: (command, args) => ({ command, args, uid, gid }) };
}

/**
 * Another user, who may all the same pass through folders of mode 0700, such as /root or what mktemp makes.
 * Without no_setuid_fixup access(2), by which initdb looks for its programs, would disregard the capability.
 */
const SETPRIV = [
  `--reuid=${USER}`,
  `--regid=${USER}`,
  '--clear-groups',
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
];

/** False without util-linux, and in containers that lack the capability. */
function setprivWorks(): boolean {
  return spawnSync('setpriv', [...SETPRIV, 'true'], { stdio: 'ignore' }).status === 0;
}

function findOrCreateUser(): { uid: number; gid: number } {
  if (!idOf('-u')) {
    spawnSync('groupadd', ['--system', USER], { stdio: 'ignore' });
    spawnSync('useradd', ['--system', '--gid', USER, '--no-create-home', USER], { stdio: 'ignore' });
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  if (uid && gid) return { uid, gid };
  throw new Error(
    `PostgreSQL cannot run as root, and the user "${USER}" could not be created; run as another user, or set DATABASE_URL`,
  );
}

function idOf(which: '-u' | '-g'): number | undefined {
  try {
    const env = inheritedEnv();
    return Number(execFileSync('id', [which, USER], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

function assertReachable(folder: string, uid: number, gid: number): void {
  for (let path = resolve(folder); path !== dirname(path); path = dirname(path)) {
    const { mode, uid: owner, gid: group } = statSync(path);
    const mayPass = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
    if (!mayPass) {
      throw new Error(
        `PostgreSQL runs as the user "${USER}", who cannot enter ${path}; do "chmod o+x ${path}", or move the folder elsewhere`,
      );
    }
  }
}
