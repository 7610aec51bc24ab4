export type * from './complete.js';
export * from './gen/messenger.js';
