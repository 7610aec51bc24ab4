export * from './batch-queue.js';
export * from './fair-limit.js';
