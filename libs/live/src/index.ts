export * from './closes.js';
export * from './frames.js';
