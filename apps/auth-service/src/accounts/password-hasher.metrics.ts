import { metricsRegistry } from '@messenger/health';
import { Gauge } from 'prom-client';

const waitingHashes = new Gauge({
  name: 'password_hashes_waiting',
  help: 'Callers who wait until their password is hashed.',
  registers: [metricsRegistry],
});

/** Has the metric show what `count` returns. */
export function observeHashes(count: () => number): void {
  Object.assign(waitingHashes, { collect: () => waitingHashes.set(count()) });
}
