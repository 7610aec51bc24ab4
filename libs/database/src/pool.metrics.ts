import { metricsRegistry } from '@messenger/health';
import type { Pool } from 'pg';
import { Gauge } from 'prom-client';

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
