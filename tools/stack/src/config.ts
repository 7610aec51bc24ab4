/** What the person at the keyboard may set. Nothing else in tools/stack and scripts reads `process.env`. */
export interface LocalConfig {
  /** Port of the public HTTP API. */
  port: number;
  /** Where people reach it, if not at 127.0.0.1 on that port. */
  publicUrl: string | undefined;
  /** Admin URL of an existing PostgreSQL server; without it a private one is started. */
  databaseUrl: string | undefined;
  /** URL of an existing RabbitMQ broker; without it a private one is started. */
  amqpUrl: string | undefined;
  logLevel: string | undefined;
  /** Settings of Google sign-in, GOOGLE_*; without credentials among them a local stand-in is started. */
  google: GoogleEnv | undefined;
  /** A Chromium for the tests; without it the one on PATH. */
  chromiumPath: string | undefined;
}

const GOOGLE_NAMES = [
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'GOOGLE_AUTHORIZATION_URL',
  'GOOGLE_TOKEN_URL',
  'GOOGLE_ISSUER',
  'GOOGLE_JWKS_URL',
] as const;

export type GoogleEnv = Partial<Record<(typeof GOOGLE_NAMES)[number], string>>;

/** Names whose values the stack decides app by app: an admin URL meant for us must not reach an app. */
const OURS =
  /^(DATABASE_URL|DATABASE_OWNER_URL|AMQP_URL|PORT|NODE_ENV|ADMIN_(HOST|PORT)|GRPC_(HOST|PORT)|[A-Z]+_GRPC_URL|SIGNING_KEY_SECRET|SENT_TEXT_SECRET|GOOGLE_\w+)$/;

/** Make's own variables would make a `make` below us print and schedule as its child. */
const MAKES = /^(MAKEFLAGS|MAKELEVEL|MFLAGS|MAKEOVERRIDES)$/;

export function localConfig(): LocalConfig {
  return {
    port: parsePort(envOrUndefined('PORT') ?? '3000'),
    publicUrl: envOrUndefined('PUBLIC_URL'),
    databaseUrl: envOrUndefined('DATABASE_URL'),
    amqpUrl: envOrUndefined('AMQP_URL'),
    logLevel: envOrUndefined('LOG_LEVEL'),
    google: googleSettings(),
    chromiumPath: envOrUndefined('CHROMIUM_PATH'),
  };
}

/** Whether this machine is one where nothing may stand in for anything. */
export function isProduction(): boolean {
  return envOrUndefined('NODE_ENV') === 'production';
}

/** The caller's environment (PATH, HOME, an app's optional settings) less what the stack sets itself. */
export function inheritedEnv(): NodeJS.ProcessEnv {
  return envWithout((name) => OURS.test(name) || MAKES.test(name));
}

/** The environment for Erlang programs: whatever RABBITMQ_* or ERL_* the machine has is about another node. */
export function envWithoutErlang(): NodeJS.ProcessEnv {
  return envWithout((name) => /^(RABBITMQ|ERL)_/.test(name) || MAKES.test(name));
}

export function searchPath(): string[] {
  return (process.env.PATH ?? '').split(':').filter(Boolean);
}

/** One credential is enough to be meant: the apps then say that the other is missing. */
function googleSettings(): GoogleEnv | undefined {
  if (!envOrUndefined('GOOGLE_CLIENT_ID') && !envOrUndefined('GOOGLE_CLIENT_SECRET')) return undefined;
  return Object.fromEntries(
    GOOGLE_NAMES.flatMap((name) => (envOrUndefined(name) ? [[name, envOrUndefined(name)]] : [])),
  );
}

/** An empty value counts as none. */
function envOrUndefined(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}

function envWithout(unwanted: (name: string) => boolean): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted(name)));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new Error(`PORT is "${text}"; it must be a number from 1 to 65535`);
}
