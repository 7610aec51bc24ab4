import { metricsRegistry } from '@messenger/health';
import { Histogram } from 'prom-client';

export const batchItems = new Histogram({
  name: 'batch_items',
  help: 'Items that were collected into a batch, by batch.',
  labelNames: ['batch'],
  buckets: [1, 2, 4, 8, 16, 32, 64],
  registers: [metricsRegistry],
});
