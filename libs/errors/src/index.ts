export * from './domain-error.js';
export * from './errors.js';
export * from './gen/reasons.js';
export * from './unavailable.js';
