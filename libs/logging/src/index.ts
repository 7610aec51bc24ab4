export * from './client-network.js';
export * from './logger.js';
export * from './request-context.js';
export * from './trace.js';
