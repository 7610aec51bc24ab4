export * from './dead-letters.js';
export * from './dead-letters.metrics.js';
export * from './event-publisher.js';
export * from './rabbitmq-connection.js';
export * from './rabbitmq.module.js';
export * from './rabbitmq.strategy.js';
export * from './topology.js';
