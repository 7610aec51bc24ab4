export * from './shutdown.js';
export * from './start-failure.js';
