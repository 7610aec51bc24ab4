import { metricsRegistry } from '@messenger/health';
import { Gauge } from 'prom-client';
import type { RabbitMqConnection } from './rabbitmq-connection.js';

/** Exports whether the broker has blocked this process. */
export function observeAlarms(connection: RabbitMqConnection): void {
  new Gauge({
    name: 'rabbitmq_blocked',
    help: '1 while the broker takes no events: it runs out of disk or memory.',
    registers: [metricsRegistry],
    collect() {
      this.set(connection.blockedBy === undefined ? 0 : 1);
    },
  });
}
