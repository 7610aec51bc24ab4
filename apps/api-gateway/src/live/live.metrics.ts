import { metricsRegistry } from '@messenger/health';
import { Counter, Gauge } from 'prom-client';

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
