import { join, resolve } from 'node:path';
import { isProduction, type GoogleEnv } from './config.js';
import { provision, type ServiceUrls } from './database.js';
import { GoogleStandIn } from './google-stand-in.js';
import { migrate } from './migrate.js';
import { endOrphans, lock } from './pid-file.js';
import { startPostgres, type Postgres } from './postgres.js';
import { prepareRabbitMq, type RabbitMq } from './rabbitmq.js';
import { loadSecrets, type Secrets } from './secrets.js';
import type { ServiceName } from './services.js';
import { settleAll } from './settle.js';
import { secondsSince } from './wait.js';

export interface ServerOptions {
  /** Holds everything that outlives a run: databases, queues, secrets, logs. */
  dataDir: string;
  /** Of the repository, where dist/ lies; default: the working directory. */
  root?: string;
  /** Name of the database; default: messenger. */
  database?: string;
  /** Admin URL of an existing PostgreSQL server, instead of a private one. */
  databaseUrl?: string | undefined;
  /** URL of an existing RabbitMQ broker, instead of a private one. */
  amqpUrl?: string | undefined;
  /** Settings of Google sign-in, instead of a stand-in. */
  google?: GoogleEnv | undefined;
  /** Default: development. */
  nodeEnv?: string;
  /** Default: info. */
  logLevel?: string | undefined;
  log?: (line: string) => void;
  /** Aborting it ends a start that is under way, and what it has started. */
  signal?: AbortSignal;
}

/**
 * PostgreSQL, provisioned and migrated, what stands in for Google, and RabbitMQ, which may still be starting: the apps
 * can do without at first.
 */
export interface Servers {
  /** Undefined where an existing one is used. */
  postgres?: Postgres;
  /** Undefined where an existing one is used. */
  rabbitmq?: RabbitMq;
  /** Undefined where there are credentials of Google's, and in production. */
  googleStandIn?: GoogleStandIn;
  databaseUrls: Record<ServiceName, ServiceUrls>;
  amqpUrl: string;
  /** Resolves once the broker takes connections. */
  brokerReady: Promise<void>;
  /** Aborts where the broker cannot start. */
  failed: AbortSignal;
  secrets: Secrets;
  stop(): Promise<void>;
}

interface Running {
  postgres?: Postgres;
  rabbitmq?: RabbitMq;
  googleStandIn?: GoogleStandIn;
}

type Resolved = ServerOptions & { dataDir: string; log: (line: string) => void; secrets: Secrets; signal: AbortSignal };

/** @throws InUseError where another process has started the servers in this data folder */
export async function startServers(options: ServerOptions): Promise<Servers> {
  const dataDir = resolve(options.dataDir);
  const unlock = lock(lockFile(dataDir));
  const failure = new AbortController();
  const signal = AbortSignal.any([failure.signal, ...(options.signal ? [options.signal] : [])]);
  const running: Running = {};
  const stop = async () => {
    await running.googleStandIn?.stop();
    await running.rabbitmq?.stop();
    await running.postgres?.stop();
    unlock();
  };
  try {
    await endOrphanedApps(dataDir);
    const secrets = loadSecrets(dataDir);
    const all = { log: () => undefined, ...options, dataDir, secrets, signal };
    if (all.amqpUrl === undefined) running.rabbitmq = await prepareBroker(all);
    const brokerReady = startBroker(all, running.rabbitmq);
    // The first to fail ends the other's start, too.
    brokerReady.catch((error: unknown) => failure.abort(error));
    const [databaseUrls] = await settleAll([prepareDatabase(all, running), standInForGoogle(all, running)]);
    const amqpUrl = running.rabbitmq?.url ?? String(all.amqpUrl);
    return { ...running, databaseUrls, amqpUrl, brokerReady, failed: failure.signal, secrets, stop };
  } catch (error) {
    failure.abort(error);
    await stop();
    throw failure.signal.reason;
  }
}

/** Starts PostgreSQL alone, provisioned and migrated, for `work`, which gets an admin's URL of it. @throws InUseError */
export async function withDatabase<T>(options: ServerOptions, work: (adminUrl: string) => Promise<T>): Promise<T> {
  const dataDir = resolve(options.dataDir);
  const unlock = lock(lockFile(dataDir));
  const running: Running = {};
  const { signal = new AbortController().signal } = options;
  try {
    await prepareDatabase(
      { log: () => undefined, ...options, dataDir, secrets: loadSecrets(dataDir), signal },
      running,
    );
    return await work(options.databaseUrl ?? running.postgres?.adminUrl ?? '');
  } finally {
    await running.postgres?.stop();
    unlock();
  }
}

/** Held by the process that runs servers in the data folder. */
export function lockFile(dataDir: string): string {
  return join(dataDir, 'supervisor');
}

/** Ends the apps of a run that was itself killed; it may still hold the port of the API. */
export async function endOrphanedApps(dataDir: string): Promise<void> {
  await endOrphans(join(dataDir, 'pids'));
}

async function prepareDatabase(options: Resolved, running: Running) {
  const { dataDir, secrets, signal, log, nodeEnv = 'development', logLevel = 'info' } = options;
  let start = Date.now();
  const adminUrl = options.databaseUrl ?? (await startOwnPostgres(options, running));
  signal.throwIfAborted();
  const databaseUrls = await provision(adminUrl, options.database ?? 'messenger', secrets);
  log(`PostgreSQL is ready on ${new URL(adminUrl).host} (${secondsSince(start)})`);
  signal.throwIfAborted();
  start = Date.now();
  const env = { NODE_ENV: nodeEnv, LOG_LEVEL: logLevel };
  await migrate({ root: options.root ?? process.cwd(), dataDir, databaseUrls, env });
  log(`Schemas are migrated (${secondsSince(start)})`);
  return databaseUrls;
}

async function startOwnPostgres(options: Resolved, running: Running): Promise<string> {
  const { dataDir, secrets, signal, nodeEnv } = options;
  const logFile = join(dataDir, 'logs', 'postgres.log');
  running.postgres = await startPostgres({
    ...{ logFile, signal, password: secrets.postgresPassword },
    dataDir: join(dataDir, 'postgres'),
    survivesPowerLoss: nodeEnv !== 'test',
  });
  return running.postgres.adminUrl;
}

function prepareBroker({ dataDir, secrets }: Resolved): Promise<RabbitMq> {
  const logFile = join(dataDir, 'logs', 'rabbitmq.log');
  return prepareRabbitMq({ dataDir: join(dataDir, 'rabbitmq'), logFile, secrets });
}

/** Nothing to do where an existing one is used. */
async function startBroker({ signal, log }: Resolved, rabbitmq: RabbitMq | undefined): Promise<void> {
  if (rabbitmq === undefined) return;
  const start = Date.now();
  await rabbitmq.start(signal);
  log(`RabbitMQ is ready on 127.0.0.1:${rabbitmq.port} (${secondsSince(start)})`);
}

async function standInForGoogle({ google, nodeEnv, log }: Resolved, running: Running): Promise<void> {
  if (google || nodeEnv === 'production' || isProduction()) return;
  running.googleStandIn = await GoogleStandIn.start();
  log(`A stand-in for Google is ready on ${running.googleStandIn.url}`);
}
