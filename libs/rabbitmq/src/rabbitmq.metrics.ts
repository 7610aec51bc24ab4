import { metricsRegistry } from '@messenger/health';
import { Counter, Gauge, Histogram } from 'prom-client';

export const brokerConnections = new Counter({
  name: 'rabbitmq_connections_total',
  help: 'Connections to the broker that were made; one is the start, each further one a reconnect.',
  registers: [metricsRegistry],
});

/** Outcomes: sent (nobody confirms), confirmed, unconfirmed. */
export const eventsPublished = new Counter({
  name: 'events_published_total',
  help: 'Events given to the broker, by exchange and outcome (sent, confirmed, unconfirmed).',
  labelNames: ['exchange', 'outcome'],
  registers: [metricsRegistry],
});

export const confirmSeconds = new Histogram({
  name: 'events_confirm_duration_seconds',
  help: 'Time until the broker has confirmed an event.',
  buckets: [0.002, 0.005, 0.02, 0.1, 0.5, 1, 5],
  registers: [metricsRegistry],
});

export const handlingSeconds = new Histogram({
  name: 'events_handling_duration_seconds',
  help: 'Time from the delivery of an event to its settlement, by type: waits for what is unavailable included.',
  labelNames: ['type'],
  buckets: [0.005, 0.02, 0.1, 0.5, 1, 5, 60, 600],
  registers: [metricsRegistry],
});

interface Observed {
  readonly connected: boolean;
  readonly blockedBy: string | undefined;
}

/** Exports whether the broker can be reached, and whether it has blocked this process. */
export function observeConnection(connection: Observed): void {
  new Gauge({
    name: 'rabbitmq_connected',
    help: '1 while this process has a connection to the broker.',
    registers: [metricsRegistry],
    collect() {
      this.set(connection.connected ? 1 : 0);
    },
  });
  new Gauge({
    name: 'rabbitmq_blocked',
    help: '1 while the broker takes no events: it runs out of disk or memory.',
    registers: [metricsRegistry],
    collect() {
      this.set(connection.blockedBy === undefined ? 0 : 1);
    },
  });
}
