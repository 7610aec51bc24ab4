export * from './broker.js';
export * from './deferred.js';
export * from './eventually.js';
export * from './otlp-sink.js';
export * from './rows-mentioning.js';
export * from './tcp-proxy.js';
export * from './test-database.js';
export * from './unconnected-outbox.js';
