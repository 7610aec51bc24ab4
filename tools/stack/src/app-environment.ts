import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoogleEnv } from './config.js';
import type { ServiceUrls } from './database.js';
import { googleEnvironment } from './google-environment.js';
import { portsFor } from './ports.js';
import { APP_NAMES, CALLS, grpcUrlName, record, SERVICE_NAMES, type AppName, type ServiceName } from './services.js';

export type Env = Record<string, string>;

/** Extra variables for every app, and for single ones; they win over the stack's own. */
export type ExtraEnv = Partial<Record<AppName | 'all', Env>>;

export interface AppPorts {
  http: number;
  grpc: Record<ServiceName, number>;
  admin: Record<AppName, number>;
}

export interface AppSettings {
  nodeEnv: string;
  logLevel: string;
  amqpUrl: string;
  databaseUrls: Record<ServiceName, ServiceUrls>;
  signingKeySecret: string;
  sentTextSecret: string;
  /** Where mails are written to. */
  mailFolder: string;
  /** What links in mails begin with, where it is not the gateway's own port. */
  publicUrl: string | undefined;
  google: GoogleEnv | undefined;
  ports: AppPorts;
  extra: ExtraEnv;
}

/** Ports that each process has for itself: an app started by hand beside the others chooses its own. */
const OWN_PORTS = ['PORT', 'GRPC_PORT', 'ADMIN_PORT'];

export async function chooseAppPorts(httpPort?: number): Promise<AppPorts> {
  const grpcNames = SERVICE_NAMES.map((app) => `${app} grpc` as const);
  const adminNames = APP_NAMES.map((app) => `${app} admin` as const);
  const ports = await portsFor(['http', ...grpcNames, ...adminNames]);
  return {
    http: httpPort ?? ports.http,
    grpc: record(SERVICE_NAMES, (app) => ports[`${app} grpc`]),
    admin: record(APP_NAMES, (app) => ports[`${app} admin`]),
  };
}

/** The contract with the apps' config classes. */
export function appEnvironment(app: AppName, settings: AppSettings): Env {
  const { nodeEnv, logLevel, amqpUrl, google, ports, extra } = settings;
  return {
    NODE_ENV: nodeEnv,
    LOG_LEVEL: logLevel,
    ADMIN_HOST: '127.0.0.1',
    ADMIN_PORT: String(ports.admin[app]),
    AMQP_URL: amqpUrl,
    ...Object.fromEntries(CALLS[app].map((callee) => [grpcUrlName(callee), `127.0.0.1:${ports.grpc[callee]}`])),
    ...(app === 'api-gateway' ? gatewayEnvironment(settings) : serviceEnvironment(app, settings)),
    ...googleEnvironment(app, google),
    ...extra.all,
    ...extra[app],
  };
}

/** The same app once more, on ports of its own. */
export async function onOtherPorts(env: Env): Promise<Env> {
  const names = OWN_PORTS.filter((name) => name in env);
  const ports = await portsFor(names);
  return { ...env, ...record(names, (name) => String(ports[name])) };
}

/** Written for apps that are started by hand, with `nest start`: they read `<folder>/<app>.env` by themselves. */
export function writeEnvFile(folder: string, app: AppName, env: Env): void {
  const shared = Object.entries(env).filter(([name]) => !OWN_PORTS.includes(name));
  mkdirSync(folder, { recursive: true });
  const text = shared.map(([name, value]) => `${name}=${value}\n`).join('');
  writeFileSync(join(folder, `${app}.env`), text, { mode: 0o600 });
}

function gatewayEnvironment({ nodeEnv, ports }: AppSettings): Env {
  // A test must not open a port to the network; otherwise the gateway's own default holds.
  return { PORT: String(ports.http), ...(nodeEnv === 'test' ? { HTTP_HOST: '127.0.0.1' } : {}) };
}

function serviceEnvironment(app: ServiceName, settings: AppSettings): Env {
  const { databaseUrls, ports } = settings;
  return {
    DATABASE_URL: databaseUrls[app].runtimeUrl,
    GRPC_HOST: '127.0.0.1',
    GRPC_PORT: String(ports.grpc[app]),
    ...(app === 'auth-service' ? authEnvironment(settings) : {}),
    ...(app === 'chat-service' ? { SENT_TEXT_SECRET: settings.sentTextSecret } : {}),
  };
}

function authEnvironment({ signingKeySecret, mailFolder, publicUrl, ports }: AppSettings): Env {
  return {
    SIGNING_KEY_SECRET: signingKeySecret,
    MAIL_FOLDER: mailFolder,
    PUBLIC_URL: publicUrl ?? `http://127.0.0.1:${ports.http}`,
  };
}
