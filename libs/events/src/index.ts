export * from './catalogue.js';
export * from './event-context.js';
export * from './event-envelope.js';
export * from './feed-message.js';
