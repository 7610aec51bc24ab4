import { metricsRegistry } from '@messenger/health';
import { Counter, Gauge } from 'prom-client';

export const mailsTotal = new Counter({
  name: 'mails_total',
  help: 'Mails by what became of them: sent, failed (given up), or suppressed (over a limit).',
  labelNames: ['purpose', 'outcome'],
  registers: [metricsRegistry],
});

const queuedMails = new Gauge({
  name: 'mails_queued',
  help: 'Mails that wait to be sent, those that are tried again included.',
  registers: [metricsRegistry],
});

/** Has the metric show what `count` resolves to; where that fails, it keeps its value. */
export function observeMailQueue(count: () => Promise<number>): void {
  Object.assign(queuedMails, {
    collect: async () => {
      const queued = await count().catch(() => undefined);
      if (queued !== undefined) queuedMails.set(queued);
    },
  });
}
