/**
 * The gRPC services, each declared here and nowhere else: its app, its schema, and whom it calls. Each stands before those
 * that call it: so they are rolled. What a service consumes is in DURABLE_SUBSCRIPTIONS of libs/events.
 *
 * From this are made, by "make docs", nest-cli.json, the SQL of the roles, and lists of k8s and scripts; what is written
 * by hand is compared with it by test/contract/services.spec.ts.
 */
const DECLARED = [
  { app: 'auth-service', schema: 'auth', calls: [] },
  { app: 'user-service', schema: 'users', calls: ['auth-service'] },
  { app: 'subscriber-service', schema: 'subscriber', calls: ['auth-service', 'user-service'] },
  { app: 'chat-service', schema: 'chat', calls: ['auth-service', 'subscriber-service'] },
] as const;

export type ServiceName = (typeof DECLARED)[number]['app'];
export type AppName = 'api-gateway' | ServiceName;

/** A service, with the role that owns its schema and the role that it runs as. */
export interface Service {
  app: ServiceName;
  schema: (typeof DECLARED)[number]['schema'];
  calls: readonly ServiceName[];
  owner: string;
  runtime: string;
}

export const SERVICES: readonly Service[] = DECLARED.map((service) => ({
  ...service,
  owner: `${service.schema}_owner`,
  runtime: service.app.replaceAll('-', '_'),
}));

export const SERVICE_NAMES: readonly ServiceName[] = SERVICES.map(({ app }) => app);
export const APP_NAMES: readonly AppName[] = ['api-gateway', ...SERVICE_NAMES];

/** The roles of all services. */
export const ROLES: readonly string[] = SERVICES.flatMap(({ owner, runtime }) => [owner, runtime]);

/** Which services each app calls by gRPC. */
export const CALLS = {
  'api-gateway': SERVICE_NAMES,
  ...(Object.fromEntries(SERVICES.map(({ app, calls }) => [app, calls])) as Record<
    ServiceName,
    readonly ServiceName[]
  >),
} satisfies Record<AppName, readonly ServiceName[]>;

/** The name under which the callers of a service find its address: AUTH_GRPC_URL of auth-service. */
export function grpcUrlName(service: ServiceName): string {
  return `${service.replace('-service', '').toUpperCase()}_GRPC_URL`;
}

/** One value for each key. */
export function record<K extends string, V>(keys: readonly K[], value: (key: K, index: number) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key, index) => [key, value(key, index)])) as Record<K, V>;
}
