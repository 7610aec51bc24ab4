import { metricsRegistry } from '@messenger/health';
import { Gauge } from 'prom-client';

const oldestErasure = new Gauge({
  name: 'account_erasures_oldest_age_seconds',
  help: 'How long the oldest erasure of an account has been waiting for a service to confirm it.',
  registers: [metricsRegistry],
});

/** Has the metric show what `age` resolves to; where that fails, it keeps its value. */
export function observeErasures(age: () => Promise<number>): void {
  Object.assign(oldestErasure, {
    collect: async () => {
      const seconds = await age().catch(() => undefined);
      if (seconds !== undefined) oldestErasure.set(seconds);
    },
  });
}
