/** The four services, each with its schema, the role that owns it and the role that the app runs as. */
export const SERVICES = [
  { app: 'auth-service', schema: 'auth', owner: 'auth_owner', runtime: 'auth_service' },
  { app: 'user-service', schema: 'users', owner: 'users_owner', runtime: 'user_service' },
  { app: 'subscriber-service', schema: 'subscriber', owner: 'subscriber_owner', runtime: 'subscriber_service' },
  { app: 'chat-service', schema: 'chat', owner: 'chat_owner', runtime: 'chat_service' },
] as const;

export type Service = (typeof SERVICES)[number];
export type ServiceName = Service['app'];
export type AppName = 'api-gateway' | ServiceName;

export const SERVICE_NAMES: readonly ServiceName[] = SERVICES.map(({ app }) => app);
export const APP_NAMES: readonly AppName[] = ['api-gateway', ...SERVICE_NAMES];

/** One value for each key. */
export function record<K extends string, V>(keys: readonly K[], value: (key: K, index: number) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key, index) => [key, value(key, index)])) as Record<K, V>;
}
