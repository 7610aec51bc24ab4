import { setTimeout as sleep } from 'node:timers/promises';
import { metricsRegistry } from '@messenger/health';
import { Gauge } from 'prom-client';
import { outboxBacklog } from './outbox.repository.js';
import type { Database } from '@messenger/database';

/** The figures of a database that does not answer are left out: a scrape waits for no longer. */
const TIMEOUT_MS = 1_000;

/** Rows that the broker has not confirmed, and how long the oldest has waited. */
export function observeOutbox(database: Database): void {
  const age = new Gauge({
    name: 'outbox_oldest_age_seconds',
    help: 'Age of the oldest event that is not published yet.',
    registers: [metricsRegistry],
  });
  new Gauge({
    name: 'outbox_waiting_rows',
    help: 'Events that are committed and not published yet.',
    registers: [metricsRegistry],
    async collect() {
      const timeout = sleep(TIMEOUT_MS, undefined, { ref: false });
      const backlog = await Promise.race([outboxBacklog(database), timeout]).catch(() => undefined);
      if (backlog === undefined) return;
      this.set(backlog.waiting);
      age.set(backlog.oldestAgeSeconds);
    },
  });
}
