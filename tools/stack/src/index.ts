/** Real PostgreSQL, RabbitMQ and the five apps as local processes: for `make run`, `make dev` and the tests. */
export type { Env, ExtraEnv } from './app-environment.js';
export { adminUrlOf, AppProcess, assertBuilt } from './app-process.js';
export { Child } from './child.js';
export { inheritedEnv, localConfig, type GoogleEnv, type LocalConfig } from './config.js';
export { provision, type ServiceUrls } from './database.js';
export { checkExistingServers } from './existing-servers.js';
export type { GoogleStandIn } from './google-stand-in.js';
export { chromiumProgram, ensureChromiumInstalled } from './install-chromium.js';
export { ensureProxyInstalled, proxyProgram, type Proxy } from './install-proxies.js';
export { ensureKustomizeInstalled, kustomizeCommand } from './install-kustomize.js';
export { ensurePrometheusInstalled } from './install-prometheus.js';
export { ensureRabbitMqInstalled } from './install-rabbitmq.js';
export { InUseError, lockHolder } from './pid-file.js';
export { NO_LIMITS } from './limits.js';
export { freePorts, isPortFree } from './ports.js';
export { startPostgres, type Postgres, type PostgresOptions } from './postgres.js';
export { provisioningStatements } from './provisioning.js';
export { startRabbitMq, type RabbitMq, type RabbitMqOptions } from './rabbitmq.js';
export { loadSecrets, type Secrets } from './secrets.js';
export { endOrphanedApps, lockFile, startServers, withDatabase, type ServerOptions, type Servers } from './servers.js';
export {
  APP_NAMES,
  CALLS,
  grpcUrlName,
  record,
  ROLES,
  SERVICE_NAMES,
  SERVICES,
  type AppName,
  type Service,
  type ServiceName,
} from './services.js';
export { appEnvironments, mailFolder, startStack, type Stack, type StackOptions } from './stack.js';
export { secondsSince, until } from './wait.js';
