import { integer, oneOf, port, ratio, serverUrl, text, webUrl } from './setting.js';
import { DEFAULT_UPSTREAM_POLICY } from './upstream-policy.js';

/** What every process reads from its environment. */
export const PROCESS_SETTINGS = {
  NODE_ENV: oneOf(['production', 'development', 'test'], {
    meaning: "Anything but `development` and `test` gets production's care.",
    default: 'production',
  }),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
    meaning: 'The least that is logged.',
    default: 'info',
  }),
  LOG_FORMAT: oneOf(['pretty', 'json'], {
    meaning: '`pretty` for a terminal, `json` for a collector; by default whichever the output is.',
    optional: true,
    example: 'json',
  }),
};

/** What the migrations of a service read. */
export const MIGRATION_SETTINGS = {
  DATABASE_OWNER_URL: serverUrl(['postgres', 'postgresql'], {
    meaning: 'PostgreSQL, as the role that owns the schema.',
    example: 'postgres://auth_owner:secret@127.0.0.1:5432/messenger',
  }),
  ...PROCESS_SETTINGS,
};

/** Where traces go, and how many. The first two are OpenTelemetry's own names. */
const TRACING_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: webUrl({
    meaning: 'Where traces are sent by OTLP over HTTP, to `/v1/traces` below it; without it nothing is traced.',
    optional: true,
    emptyIsUnset: true,
    example: 'http://127.0.0.1:4318',
  }),
  OTEL_TRACES_SAMPLER_ARG: ratio({
    meaning: 'How many of the requests are traced through all services.',
    default: 0.1,
  }),
  TRACES_SLOW_MS: integer({
    meaning: 'What takes a process as long is kept, as what failed is, where its trace is not sampled.',
    unit: 'milliseconds',
    min: 1,
    default: 1_000,
  }),
};

/** How an app treats the services that it calls. */
export const UPSTREAM_SETTINGS = {
  UPSTREAM_FAILURES: integer({
    meaning: 'Calls in a row that a service does not answer, until further ones are refused at once.',
    unit: 'calls',
    min: 1,
    default: DEFAULT_UPSTREAM_POLICY.failures,
  }),
  UPSTREAM_PATIENCE_PERCENT: integer({
    meaning:
      'Part of its deadline, but half a second at least, that a call waits until the service is asked whether it is well; without an answer to that, calls are refused at once.',
    unit: 'percent',
    min: 1,
    max: 100,
    default: DEFAULT_UPSTREAM_POLICY.patiencePercent,
  }),
  UPSTREAM_PROBE_MS: integer({
    meaning: 'Between such questions while calls are refused, and how long each waits for its answer.',
    unit: 'milliseconds',
    min: 50,
    max: 10_000,
    default: DEFAULT_UPSTREAM_POLICY.probeMs,
  }),
  UPSTREAM_RETRY_PERCENT: integer({
    meaning: 'Calls that may be repeated where that is safe; 0 repeats none.',
    unit: 'percent',
    min: 0,
    max: 100,
    default: DEFAULT_UPSTREAM_POLICY.retryPercent,
  }),
};

/** Mutual TLS between the apps. */
export const TLS_SETTINGS = {
  GRPC_TLS_CA_FILE: text({
    meaning: 'Certificate of the authority, in PEM, that every app has its own of; gRPC is in plain text without.',
    optional: true,
    emptyIsUnset: true,
    example: '/run/certificates/ca.crt',
  }),
  GRPC_TLS_CERT_FILE: text({
    meaning:
      "The app's certificate, in PEM, with its name (as `chat-service`) among the DNS names. Read again when it changes.",
    optional: true,
    emptyIsUnset: true,
    togetherWith: 'GRPC_TLS_CA_FILE',
    example: '/run/certificates/tls.crt',
  }),
  GRPC_TLS_KEY_FILE: text({
    meaning: 'Its private key, in PEM.',
    optional: true,
    emptyIsUnset: true,
    togetherWith: 'GRPC_TLS_CA_FILE',
    example: '/run/certificates/tls.key',
  }),
};

/** What each of the five apps reads. */
export const APP_SETTINGS = {
  ADMIN_HOST: text({ meaning: 'Address that the admin port listens on.', default: '127.0.0.1' }),
  ADMIN_PORT: port({ meaning: 'Of health, readiness and metrics; 0 takes a free one.', default: 0 }),
  ADMIN_DEBUG: oneOf(['off', 'on'], {
    meaning:
      'Whether the admin port also answers `/debug/profile?seconds=` and `/debug/heap`, which holds what people wrote.',
    default: 'off',
  }),
  AMQP_URL: serverUrl(['amqp', 'amqps'], {
    meaning: 'RabbitMQ: amqp:// or amqps://.',
    example: 'amqp://messenger:secret@127.0.0.1:5672',
  }),
  JWT_ISSUER: text({ meaning: '`iss` of the access tokens.', default: 'messenger' }),
  JWT_AUDIENCE: text({ meaning: '`aud` of the access tokens.', default: 'messenger' }),
  ...TRACING_SETTINGS,
  ...UPSTREAM_SETTINGS,
  ...TLS_SETTINGS,
  ...PROCESS_SETTINGS,
};

/** What each of the gRPC services reads besides. */
export const SERVICE_SETTINGS = {
  DATABASE_URL: serverUrl(['postgres', 'postgresql'], {
    meaning: 'PostgreSQL, as the run-time role, which has no DDL.',
    example: 'postgres://auth_service:secret@127.0.0.1:5432/messenger',
  }),
  DATABASE_POOL_SIZE: integer({
    meaning: 'How many this process holds to PostgreSQL at most.',
    unit: 'connections',
    min: 2,
    max: 500,
    default: 10,
  }),
  GRPC_HOST: text({ meaning: 'Address that the gRPC server listens on.', default: '127.0.0.1' }),
  GRPC_PORT: port({ meaning: 'Of the gRPC server; 0 takes a free one.', default: 0 }),
  ...APP_SETTINGS,
};

/** Of an IPv6 address it is always the /64. */
export const RATE_LIMIT_NETWORK_BITS = integer({
  meaning: 'Limits for one address count these first bits of an IPv4 address together, and 64 of an IPv6 address.',
  unit: 'bits',
  min: 8,
  max: 32,
  default: 32,
});

/** The address of a service that is called by gRPC, the local one as an example. */
export function grpcUrl(service: string, localPort: number): ReturnType<typeof text<{ meaning: string }>> {
  return text({
    meaning: `${service}: \`host:port\`, or a grpc-js target as \`dns:///${service}:50051\`.`,
    example: `127.0.0.1:${localPort}`,
  });
}
