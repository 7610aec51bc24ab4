export * from './callers.gen.js';
export * from './domain-exception.filter.js';
export * from './error-status.js';
export * from './grpc-client.js';
export * from './grpc-clients.module.js';
export * from './grpc-controller.js';
export * from './metadata.js';
export * from './server-options.js';
