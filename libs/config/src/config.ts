import type {
  APP_SETTINGS,
  MIGRATION_SETTINGS,
  PROCESS_SETTINGS,
  SERVICE_SETTINGS,
  TLS_SETTINGS,
} from './common-settings.js';
import { listeningHost } from './listening-host.js';
import type { EnvOf } from './load-env.js';
import type { UpstreamPolicy } from './upstream-policy.js';

export interface ProcessConfig {
  app: string;
  production: boolean;
  logging: { app: string; level: string; pretty: boolean };
}

export interface AppConfig extends ProcessConfig {
  /** `debug`: whether it also serves profiles. */
  admin: { host: string; port: number; debug?: true };
  amqp: { url: string };
  tokens: { issuer: string; audience: string };
  /** Without an endpoint nothing is traced. */
  tracing: { endpoint: string | undefined; sampledRatio: number; slowMs: number };
  upstreamPolicy: UpstreamPolicy;
  /** Of gRPC; plain text without. */
  tls: TlsFiles | undefined;
}

/** A certificate for servers and clients, in PEM. */
export interface TlsFiles {
  /** Of the authority that the others' certificates are of. */
  caFile: string;
  certificateFile: string;
  keyFile: string;
}

export interface ServiceConfig extends AppConfig {
  database: { url: string; poolSize: number };
  grpc: { host: string; port: number };
}

function processConfig(app: string, env: EnvOf<typeof PROCESS_SETTINGS>): ProcessConfig {
  const pretty = env.LOG_FORMAT === undefined ? process.stdout.isTTY : env.LOG_FORMAT === 'pretty';
  return { app, production: env.NODE_ENV === 'production', logging: { app, level: env.LOG_LEVEL, pretty } };
}

/** The configuration of a service's migrations. */
export function migrationConfig(app: string, env: EnvOf<typeof MIGRATION_SETTINGS>): ProcessConfig & { url: string } {
  return { ...processConfig(app, env), url: env.DATABASE_OWNER_URL };
}

/** All three are set, or none. */
function tlsFiles(env: EnvOf<typeof TLS_SETTINGS>): TlsFiles | undefined {
  const { GRPC_TLS_CA_FILE: caFile, GRPC_TLS_CERT_FILE: certificateFile, GRPC_TLS_KEY_FILE: keyFile } = env;
  if (caFile === undefined || certificateFile === undefined || keyFile === undefined) return undefined;
  return { caFile, certificateFile, keyFile };
}

/** The part of an app's configuration that all five share. */
export function appConfig(app: string, env: EnvOf<typeof APP_SETTINGS>): AppConfig {
  return {
    ...processConfig(app, env),
    admin: {
      host: listeningHost(env.ADMIN_HOST),
      port: env.ADMIN_PORT,
      ...(env.ADMIN_DEBUG === 'on' && { debug: true }),
    },
    amqp: { url: env.AMQP_URL },
    tokens: { issuer: env.JWT_ISSUER, audience: env.JWT_AUDIENCE },
    tracing: {
      endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
      sampledRatio: env.OTEL_TRACES_SAMPLER_ARG,
      slowMs: env.TRACES_SLOW_MS,
    },
    upstreamPolicy: {
      failures: env.UPSTREAM_FAILURES,
      patiencePercent: env.UPSTREAM_PATIENCE_PERCENT,
      probeMs: env.UPSTREAM_PROBE_MS,
      retryPercent: env.UPSTREAM_RETRY_PERCENT,
    },
    tls: tlsFiles(env),
  };
}

/** The part of a service's configuration that all four share. */
export function serviceConfig(app: string, env: EnvOf<typeof SERVICE_SETTINGS>): ServiceConfig {
  return {
    ...appConfig(app, env),
    database: { url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE },
    grpc: { host: listeningHost(env.GRPC_HOST), port: env.GRPC_PORT },
  };
}

/** The addresses of the services that an app calls, by their short names: `auth` of AUTH_GRPC_URL. */
export type Upstreams<Env> = {
  [Name in keyof Env as Name extends `${infer Service}_GRPC_URL` ? Lowercase<Service> : never]: string;
};

/** Every address among the values of an app's settings. */
export function upstreamsOf<Env extends object>(env: Env): Upstreams<Env> {
  const addresses = Object.entries(env).filter(([name]) => name.endsWith('_GRPC_URL'));
  const byService = addresses.map(([name, address]) => [
    name.replace('_GRPC_URL', '').toLowerCase(),
    address as string,
  ]);
  return Object.fromEntries(byService) as Upstreams<Env>;
}
