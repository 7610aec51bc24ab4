export * from './run-service.js';
export * from './shutdown.js';
export * from './start-failure.js';
export * from './run-migrations.js';
