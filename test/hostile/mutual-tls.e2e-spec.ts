import { chownSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer } from 'node:tls';
import { createPool } from '@messenger/database';
import { APP_NAMES, freePorts, record, type Env } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import { connect as connectToBroker } from 'amqplib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CertificateAuthority, writeCertificates } from '../../tools/testing/src/certificate-authority.js';
import { aChat, send } from '../support/people.js';
import { steadyLoad } from '../support/steady-load.js';
import { TestStack } from '../support/test-stack.js';

/** Every connection between the apps is made anew within a minute. */
const LOAD_MS = 75_000;
/** The files are read every two seconds. */
const STEP_MS = 3_000;

describe('a stack with certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-certificates-'));
  let stack: TestStack;

  beforeAll(async () => {
    await writeCertificates(folder, APP_NAMES, 1);
    const env = record(APP_NAMES, (app): Env => ({
      GRPC_TLS_CA_FILE: join(folder, app, 'ca.crt'),
      GRPC_TLS_CERT_FILE: join(folder, app, 'tls.crt'),
      GRPC_TLS_KEY_FILE: join(folder, app, 'tls.key'),
    }));
    stack = await TestStack.start({ env });
  });

  afterAll(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true });
  });

  it('takes new ones, and those of another authority, under load without a failed request', async () => {
    const { ada, chatId } = await aChat(stack.api);
    await send(ada, chatId, 'hello');
    const load = steadyLoad(LOAD_MS, () => ada.api.get(`/v1/chats/${chatId}/messages`));
    await writeCertificates(folder, APP_NAMES, 30);
    await pause(STEP_MS);
    await replaceAuthority(folder);
    for (const app of APP_NAMES) await eventually(async () => expect(await daysLeft(app)).toBeCloseTo(60, 0));
    const answers = await load;
    expect(answers.filter(({ answer }) => answer.status !== 200)).toEqual([]);
    expect(answers.length).toBeGreaterThan(LOAD_MS / 50);
  });

  async function daysLeft(app: (typeof APP_NAMES)[number]): Promise<number> {
    const [, expiry] = /^tls_certificate_expiry_timestamp_seconds (\S+)$/m.exec(await stack.metrics(app)) ?? [];
    return (Number(expiry) - Date.now() / 1_000) / 86_400;
  }

  it('reaches PostgreSQL and RabbitMQ by TLS where the URLs say so, and trusts no other authority', async () => {
    const [ours, another] = [await CertificateAuthority.create(), await CertificateAuthority.create()];
    const servers = join(folder, 'servers');
    await ours.issue(servers, { name: 'localhost', days: 1 });
    const [caFile, otherFile] = [join(servers, 'ca.crt'), join(servers, 'other.crt')];
    another.writeCertificate(otherFile);
    await giveToPostgres(stack.postgres.adminUrl, servers);
    const amqpUrl = await brokerByTls(stack.amqpUrl, servers);
    const databaseUrl = (rootFile: string): string => {
      const url = new URL(stack.apps['chat-service'].env.DATABASE_URL!);
      url.hostname = 'localhost';
      return `${url.href}?sslmode=verify-full&sslrootcert=${rootFile}`;
    };
    const urls = { DATABASE_URL: databaseUrl(caFile), AMQP_URL: amqpUrl, NODE_EXTRA_CA_CERTS: caFile };
    const second = await stack.startSecond('chat-service', urls);
    await second.whole();
    await second.stop();
    const query = (rootFile: string) => queryByTls(databaseUrl(rootFile));
    expect(await query(caFile)).toEqual([{ ssl: true }]);
    await expect(query(otherFile)).rejects.toThrow(/certificate/);
    await expect(connectToBroker(amqpUrl)).rejects.toThrow(/certificate/);
  });
});

/** In the three steps that docs/operating.md describes. */
async function replaceAuthority(folder: string): Promise<void> {
  const next = join(folder, 'next');
  await writeCertificates(next, APP_NAMES, 60);
  const newOne = readFileSync(join(next, 'authority/ca.crt'), 'utf8');
  const both = readFileSync(join(folder, 'authority/ca.crt'), 'utf8') + newOne;
  for (const app of APP_NAMES) writeFileSync(join(folder, app, 'ca.crt'), both);
  await pause(STEP_MS);
  for (const app of APP_NAMES) {
    for (const file of ['tls.crt', 'tls.key']) copyFileSync(join(next, app, file), join(folder, app, file));
  }
  await pause(STEP_MS);
  for (const app of APP_NAMES) writeFileSync(join(folder, app, 'ca.crt'), newOne);
}

/** Under the names that it reads by default. */
async function giveToPostgres(adminUrl: string, servers: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  const { data_directory: cluster } = rows[0]!;
  for (const [from, to] of [
    ['tls.crt', 'server.crt'],
    ['tls.key', 'server.key'],
  ] as const) {
    writeFileSync(join(cluster, to), readFileSync(join(servers, from)), { mode: 0o600 });
    chownSync(join(cluster, to), statSync(cluster).uid, statSync(cluster).gid);
  }
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}

/** A proxy that takes TLS alone, before the broker. @returns its URL */
async function brokerByTls(amqpUrl: string, servers: string): Promise<string> {
  const url = new URL(amqpUrl);
  const [cert, key] = ['tls.crt', 'tls.key'].map((file) => readFileSync(join(servers, file)));
  const [port = 0] = await freePorts(1);
  const target = { host: url.hostname, port: Number(url.port) };
  const proxy = createServer({ cert: cert!, key: key! }, (socket) => {
    const broker = connect(target);
    socket.pipe(broker).pipe(socket);
    for (const end of [socket, broker]) end.on('error', () => [socket, broker].forEach((each) => each.destroy()));
  });
  proxy.listen(port, 'localhost').unref();
  url.protocol = 'amqps:';
  url.hostname = 'localhost';
  url.port = String(port);
  return url.href;
}

async function queryByTls(url: string): Promise<unknown[]> {
  const pool = createPool({ url, schema: 'chat', poolSize: 1 });
  try {
    return (await pool.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).rows;
  } finally {
    await pool.end();
  }
}
