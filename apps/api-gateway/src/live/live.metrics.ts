import { metricsRegistry } from '@messenger/health';
import { Counter, Gauge, Histogram } from 'prom-client';

export const openSockets = new Gauge({
  name: 'live_sockets_open',
  help: 'Live connections that are open.',
  registers: [metricsRegistry],
});

export const closedSockets = new Counter({
  name: 'live_sockets_closed_total',
  help: 'Live connections that have ended, by close code (1006: without a close frame).',
  labelNames: ['code'],
  registers: [metricsRegistry],
});

export const replayReads = new Counter({
  name: 'live_replay_reads_total',
  help: 'Reads of the logs for live connections: at resume, after a gap, or for a profile.',
  registers: [metricsRegistry],
});

export const feedGaps = new Counter({
  name: 'live_feed_gaps_total',
  help: 'Gaps and resets of the event feed, after which every live connection reads the logs.',
  registers: [metricsRegistry],
});

export const resumes = new Counter({
  name: 'live_resumes_total',
  help: 'Live connections that have resumed: from a cursor (a reconnect), or from now.',
  labelNames: ['from'],
  registers: [metricsRegistry],
});

/** By the clocks of PostgreSQL and of this process. */
export const deliveryDelaySeconds = new Histogram({
  name: 'live_delivery_delay_seconds',
  help: 'Time from the commit of an event to its frame on a socket, for sockets that are live.',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [metricsRegistry],
});

export const sends = new Counter({
  name: 'live_sends_total',
  help: 'Messages that came over sockets, by what became of them: sent, or the HTTP status of the refusal.',
  labelNames: ['status'],
  registers: [metricsRegistry],
});
