export * from './batches.js';
export * from './outcome.js';
export * from './spans.js';
export * from './start-tracing.js';
export { traceparentOf } from './traceparent.js';
export { type SpanOptions } from './recorder.js';
