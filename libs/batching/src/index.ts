export * from './batch-queue.js';
