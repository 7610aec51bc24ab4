export * from './health.module.js';
export * from './metrics.js';
export * from './readiness.js';
