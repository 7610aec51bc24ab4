export * from './errors.js';
export { createApi, ok, type Api } from './http.js';
export * from './live-connection.js';
export type { LiveEvent } from './live-event.js';
export * from './messenger-client.js';
export type { components, paths } from './gen/openapi.js';
export { hasRefreshCookie } from './refresh-cookie.js';
export type { Tokens } from './session.js';
export { randomUuid } from './uuid.js';
