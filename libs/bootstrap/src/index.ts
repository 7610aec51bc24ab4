export * from './run-migrations.js';
export * from './run-service.js';
