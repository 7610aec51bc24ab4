export * from './test-database.js';
export * from './tcp-proxy.js';
