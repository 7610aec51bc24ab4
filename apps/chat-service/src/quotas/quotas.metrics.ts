import { metricsRegistry } from '@messenger/health';
import { Counter, Gauge } from 'prom-client';
import type { Quotas } from './quotas.js';

export const storedMessages = new Counter({
  name: 'chat_messages_stored_total',
  help: 'New messages that were committed.',
  registers: [metricsRegistry],
});

export const storedTextBytes = new Counter({
  name: 'chat_text_bytes_stored_total',
  help: 'Bytes of the texts of new messages and of edits that were committed.',
  registers: [metricsRegistry],
});

export const quotaRefusals = new Counter({
  name: 'chat_quota_refusals_total',
  help: 'Messages and edits that a quota has refused.',
  labelNames: ['quota'],
  registers: [metricsRegistry],
});

const quotaLimits = new Gauge({
  name: 'chat_quota_limit',
  help: 'What one account may store: messages and bytes of text a day, edits a message.',
  labelNames: ['quota'],
  registers: [metricsRegistry],
});

export function observeQuotas({ messagesPerDay, bytesPerDay, editsPerMessage }: Quotas): void {
  const limits = { messages: messagesPerDay, bytes: bytesPerDay, edits: editsPerMessage };
  for (const [quota, limit] of Object.entries(limits)) {
    quotaRefusals.inc({ quota }, 0);
    quotaLimits.set({ quota }, limit);
  }
}
