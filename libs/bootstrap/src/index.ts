export * from './run-dead-letters.js';
export * from './run-service.js';
