export * from './access-token-verifier.js';
export * from './authentication.module.js';
export * from './caller.decorator.js';
export * from './caller.js';
export * from './jwks-cache.js';
export * from './public.decorator.js';
export * from './rpc-authentication.guard.js';
