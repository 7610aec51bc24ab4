import { metricsRegistry } from '@messenger/health';
import { Logger } from '@nestjs/common';
import { Counter } from 'prom-client';

const LOG_INTERVAL_MS = 10_000;

/** Limits that connections are cut at, and what the log says of each. */
const REASONS = {
  descriptors: 'New connections are refused: the limit on open files is reached',
  network: 'New connections are refused: one address has too many',
  pipeline: 'A connection is cut: more requests wait on it than are taken',
  unread: 'Connections are cut: too many answers wait to be read',
};

const logger = new Logger('Http');
const loggedAt = new Map<string, number>();

const cutConnections = new Counter({
  name: 'http_connections_cut_total',
  help: 'Connections that were refused or cut, by the limit they have reached.',
  labelNames: ['limit'],
  registers: [metricsRegistry],
});

/** Counts a connection that is cut, and says so in the log from time to time. */
export function recordCut(limit: keyof typeof REASONS, address: string | undefined): void {
  cutConnections.inc({ limit });
  const now = performance.now();
  if (now - (loggedAt.get(limit) ?? -Infinity) < LOG_INTERVAL_MS) return;
  loggedAt.set(limit, now);
  logger.warn(REASONS[limit], { limit, address });
}
