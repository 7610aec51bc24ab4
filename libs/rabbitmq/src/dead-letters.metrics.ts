import { metricsRegistry } from '@messenger/health';
import type { Channel } from 'amqplib';
import { Gauge } from 'prom-client';
import type { DurableSubscriber } from '@messenger/events';
import type { RabbitMqConnection } from './rabbitmq-connection.js';
import { queuesOf } from './topology.js';

/** Exports the length of the service's dead-letter queue. */
export function observeDeadLetters(connection: RabbitMqConnection, service: DurableSubscriber): void {
  let channel: Channel | undefined;
  connection.onConnect(async (model) => {
    channel = await model.createChannel();
    channel.on('error', () => (channel = undefined));
  });
  new Gauge({
    name: 'events_dead_letters',
    help: 'Events in the dead-letter queue, waiting for somebody to replay them.',
    registers: [metricsRegistry],
    async collect() {
      if (channel === undefined || !connection.connected) return;
      const queue = await channel.checkQueue(queuesOf(service).dead).catch(() => undefined);
      if (queue !== undefined) this.set(queue.messageCount);
    },
  });
}
