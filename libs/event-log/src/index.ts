export * from './event-log.module.js';
