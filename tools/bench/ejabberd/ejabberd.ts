import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { Child, freePorts, inheritedEnv, startPostgres, until, type Postgres } from '@messenger/stack';
import type { ProcessGroups } from '../processes.js';

const PROGRAM = '/usr/sbin/ejabberdctl';
const SCHEMA = '/usr/share/ejabberd/sql/pg.sql';
const CONFIG = fileURLToPath(new URL('ejabberd.yml', import.meta.url));

/** More than a run has. */
const PEOPLE = `
  INSERT INTO users (username, serverkey, password, salt, iterationcount)
    SELECT prefix || n, '', 'pw', '', 0 FROM generate_series(0, 999) n, (VALUES ('ua'), ('ub')) AS names (prefix)`;
const CONTACTS = `
  INSERT INTO rosterusers (username, jid, nick, subscription, ask, askmessage, server, subscribe, type)
    SELECT one || n, other || n || '@localhost', '', 'B', 'N', '', 'N', '', 'item'
      FROM generate_series(0, 999) n, (VALUES ('ua', 'ub'), ('ub', 'ua')) AS names (one, other)`;

/** ejabberd with its archive in a PostgreSQL of its own, with the settings of ours. */
export class Ejabberd {
  readonly processes: ProcessGroups;

  private constructor(
    readonly port: number,
    private readonly child: Child,
    private readonly postgres: Postgres,
  ) {
    this.processes = { ejabberd: [child.pid], postgres: [postgres.pid ?? 0] };
  }

  static async start(dataDir: string): Promise<Ejabberd> {
    if (!existsSync(PROGRAM)) {
      throw new Error('PEER=ejabberd needs: apt-get install -y --no-install-recommends ejabberd erlang-p1-pgsql');
    }
    const postgres = await preparedPostgres(join(dataDir, 'postgres'));
    const [port = 0, distribution = 0] = await freePorts(2);
    const folder = join(dataDir, 'ejabberd');
    configure(folder, { port, distribution, postgres: postgres.port });
    const child = Child.start({ ...command(folder), name: 'ejabberd', pidFile: join(dataDir, 'ejabberd.pid') });
    await child.ready(() => dial(port), { timeoutMs: 60_000 });
    return new Ejabberd(port, child, postgres);
  }

  async stop(): Promise<void> {
    await this.child.stop();
    await this.postgres.stop();
  }
}

async function preparedPostgres(dataDir: string): Promise<Postgres> {
  const postgres = await startPostgres({ dataDir, logFile: join(dataDir, 'log') });
  // Its driver speaks an older authentication.
  const rules = join(dataDir, 'cluster', 'pg_hba.conf');
  writeFileSync(rules, `host ejab bench 127.0.0.1/32 trust\n${readFileSync(rules, 'utf8')}`);
  await query(
    postgres.adminUrl,
    'SELECT pg_reload_conf()',
    'CREATE ROLE bench LOGIN',
    'CREATE DATABASE ejab OWNER bench',
  );
  const url = new URL(postgres.adminUrl);
  const database = `postgres://bench@127.0.0.1:${url.port}/ejab`;
  await until(() => query(database, readFileSync(SCHEMA, 'utf8'), PEOPLE, CONTACTS, 'VACUUM ANALYZE'), {
    what: 'the database of ejabberd',
    timeoutMs: 10_000,
  });
  return postgres;
}

async function query(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function configure(folder: string, ports: { port: number; distribution: number; postgres: number }): void {
  for (const name of ['conf', 'log', 'spool', 'modules', 'modules.d'])
    mkdirSync(join(folder, name), { recursive: true });
  const config = readFileSync(CONFIG, 'utf8').replace('$POSTGRES_PORT', String(ports.postgres));
  writeFileSync(join(folder, 'conf', 'ejabberd.yml'), config.replace('$XMPP_PORT', String(ports.port)));
  const settings = {
    ERL_OPTIONS: '-env ERL_CRASH_DUMP_BYTES 0',
    EJABBERD_PID_PATH: join(folder, 'ejabberd.pid'),
    INET_DIST_INTERFACE: '127.0.0.1',
    ERL_DIST_PORT: ports.distribution,
    CONTRIB_MODULES_PATH: join(folder, 'modules'),
    CONTRIB_MODULES_CONF_DIR: join(folder, 'modules.d'),
  };
  const controls = join(folder, 'conf', 'ejabberdctl.cfg');
  for (const [name, value] of Object.entries(settings)) appendFileSync(controls, `${name}="${value}"\n`);
  copyFileSync('/etc/ejabberd/inetrc', join(folder, 'conf', 'inetrc'));
  execFileSync('chown', ['-R', 'ejabberd', folder]);
}

function command(folder: string) {
  const conf = join(folder, 'conf');
  const files = ['-d', conf, '-c', join(conf, 'ejabberdctl.cfg'), '-f', join(conf, 'ejabberd.yml')];
  const state = ['-l', join(folder, 'log'), '-s', join(folder, 'spool')];
  const home = [`HOME=${join(folder, 'spool')}`, 'ERL_EPMD_ADDRESS=127.0.0.1'];
  const program = [PROGRAM, '-n', 'messenger-bench@localhost', ...files, ...state, 'foreground'];
  return {
    command: 'runuser',
    args: ['-u', 'ejabberd', '--', 'env', ...home, ...program],
    env: inheritedEnv(),
    cwd: folder,
    logFile: join(folder, 'stdout'),
  };
}

function dial(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    }).once('error', reject);
  });
}
