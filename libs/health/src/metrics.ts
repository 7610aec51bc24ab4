import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** The process's own registry: one process is one app. */
export const metricsRegistry = new Registry();
collectDefaultMetrics({ register: metricsRegistry });
// Gauges that are named like counters; their sums by type say the same.
for (const what of ['handles', 'requests', 'resources']) {
  metricsRegistry.removeSingleMetric(`nodejs_active_${what}_total`);
}

const DURATION_BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** By method, route pattern and status. */
export const httpDurationSeconds = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer an HTTP request, by route and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: DURATION_BUCKETS_SECONDS,
  registers: [metricsRegistry],
});

/** By rpc and gRPC status name. */
export const rpcDurationSeconds = new Histogram({
  name: 'rpc_server_duration_seconds',
  help: 'Time to answer an rpc, by rpc and gRPC status.',
  labelNames: ['rpc', 'status'],
  buckets: DURATION_BUCKETS_SECONDS,
  registers: [metricsRegistry],
});

/** By rpc and gRPC status name, as the caller sees it: a service that is gone has no figures of its own. */
export const rpcClientDurationSeconds = new Histogram({
  name: 'rpc_client_duration_seconds',
  help: 'Time until an rpc of another service has answered, by rpc and gRPC status.',
  labelNames: ['rpc', 'status'],
  buckets: DURATION_BUCKETS_SECONDS,
  registers: [metricsRegistry],
});

/** Events consumed by type and outcome: handled, retried, deferred, dead_lettered, dropped. */
export const eventsConsumed = new Counter({
  name: 'events_consumed_total',
  help: 'Events taken from the queue, by type and outcome (handled, retried, deferred, dead_lettered, dropped).',
  labelNames: ['type', 'outcome'],
  registers: [metricsRegistry],
});

/** Deliveries that the broker had made before. */
export const eventsRedelivered = new Counter({
  name: 'events_redelivered_total',
  help: 'Events that the broker delivered again, by type.',
  labelNames: ['type'],
  registers: [metricsRegistry],
});
