import { metricsRegistry } from '@messenger/health';
import { Counter } from 'prom-client';

export const friendshipsCorrected = new Counter({
  name: 'friendships_corrected_total',
  help: 'Friendships of the projection that were not as subscriber-service has them: their events were lost.',
  registers: [metricsRegistry],
});
