import { metricsRegistry } from '@messenger/health';
import { PeriodicTask } from '@messenger/schedule';
import type { Channel } from 'amqplib';
import { Gauge } from 'prom-client';
import type { DurableConsumer } from '@messenger/events';
import type { RabbitMqConnection } from './rabbitmq-connection.js';
import { queuesOf } from './topology.js';

const INTERVAL_MS = 2_000;

/** Watches the service's dead-letter queue: its length is a metric, its growth an error. */
export class DeadLetterWatch extends PeriodicTask {
  private channel: Channel | undefined;

  constructor(
    private readonly connection: RabbitMqConnection,
    private readonly service: DurableConsumer,
  ) {
    super(INTERVAL_MS);
    connection.onConnect(async (model) => {
      const channel = await model.createChannel();
      channel.on('error', () => (this.channel = undefined));
      this.channel = channel;
      await this.count(channel);
    });
    this.observe();
  }

  async run(): Promise<void> {
    // An alarm or a broken line holds the answer back: the last figure stays, and no scrape waits for a new one.
    if (this.channel !== undefined && this.connection.writable) await this.count(this.channel);
  }

  private async count(channel: Channel): Promise<void> {
    const queue = await channel.checkQueue(queuesOf(this.service).dead).catch(() => undefined);
    if (queue === undefined) return;
    const { lag } = this.connection;
    if (queue.messageCount > lag.deadLetters) {
      this.logger.error(`${queue.messageCount} events are dead letters: replay them once their cause is mended`);
    }
    lag.deadLetters = queue.messageCount;
  }

  private observe(): void {
    const { lag } = this.connection;
    new Gauge({
      name: 'events_dead_letters',
      help: 'Events in the dead-letter queue, waiting for somebody to replay them.',
      registers: [metricsRegistry],
      collect() {
        this.set(lag.deadLetters);
      },
    });
    new Gauge({
      name: 'events_waiting_seconds',
      help: 'How long the first event has waited for something that its handler needs and that is unavailable.',
      registers: [metricsRegistry],
      collect() {
        const since = lag.waitingSince();
        this.set(since === undefined ? 0 : (Date.now() - since) / 1_000);
      },
    });
  }
}
