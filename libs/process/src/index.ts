export * from './shutdown.js';
export * from './start-failure.js';
export * from './start-memory.js';
