import { metricsRegistry } from '@messenger/health';
import type { Pool } from 'pg';
import { Gauge, Histogram } from 'prom-client';

/** A summary names an operation and a table: few texts share one, and there are some dozens. */
export const statementDurationSeconds = new Histogram({
  name: 'database_statement_duration_seconds',
  help: 'Time until PostgreSQL has answered a statement, and what was sent with it, by its operation and table.',
  labelNames: ['statement'],
  buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 5],
  registers: [metricsRegistry],
});

export const poolWaitSeconds = new Histogram({
  name: 'database_pool_wait_seconds',
  help: 'Time that a caller waited for a connection of the pool.',
  buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
  registers: [metricsRegistry],
});

/** Connections of the pool by state: idle, used, and the callers who wait for one. */
export function observePool(pool: Pool): void {
  new Gauge({
    name: 'database_pool_connections',
    help: 'Connections of the pool: idle, used, and callers waiting for one.',
    labelNames: ['state'],
    registers: [metricsRegistry],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'used' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
}
