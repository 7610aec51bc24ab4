import { metricsRegistry } from '@messenger/health';
import { Counter, Gauge } from 'prom-client';
import type { BreakerState } from './circuit-breaker.js';

export const BREAKER_VALUES: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

export const breakerState = new Gauge({
  name: 'rpc_client_breaker_state',
  help: 'Of the breaker before a service: 0 closed (calls pass), 1 half-open (a few do), 2 open (none does).',
  labelNames: ['service'],
  registers: [metricsRegistry],
});

export const breakerOpenings = new Counter({
  name: 'rpc_client_breaker_openings_total',
  help: 'How often the breaker before a service has opened.',
  labelNames: ['service'],
  registers: [metricsRegistry],
});

export const callsRefused = new Counter({
  name: 'rpc_client_refused_total',
  help: 'Calls that were not made because the service did not answer others, by service.',
  labelNames: ['service'],
  registers: [metricsRegistry],
});

export const callsRetried = new Counter({
  name: 'rpc_client_retries_total',
  help: 'Calls that were repeated after a failure, by service.',
  labelNames: ['service'],
  registers: [metricsRegistry],
});
