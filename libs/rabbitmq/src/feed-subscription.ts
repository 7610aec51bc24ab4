import { decodeFeedEvents, type EventSource, type FeedMessage } from '@messenger/events';
import { Logger } from '@nestjs/common';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { RabbitMqConnection } from './rabbitmq-connection.js';
import { FEED_EXCHANGE } from './topology.js';

/** Before a consumer that the broker has cancelled, or a failed channel, is set up again. */
const RESTART_DELAY_MS = 1_000;

export interface FeedListener {
  onMessage(message: FeedMessage): void;
  /** Consuming begins, again after a break: what was published before does not come. */
  onStart(): void;
}

/** Listens to the feeds of all services, on a queue that lives and dies with its channel, without acknowledgements. */
export class FeedSubscription {
  private readonly logger = new Logger(FeedSubscription.name);
  private channel: Channel | undefined;
  private restarting: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    private readonly connection: RabbitMqConnection,
    private readonly listener: FeedListener,
  ) {}

  start(): void {
    this.connection.onConnect((model) => this.consume(model));
  }

  async close(): Promise<void> {
    this.closing = true;
    clearTimeout(this.restarting);
    await this.channel?.close().catch(() => undefined);
  }

  private async consume(model: ChannelModel): Promise<void> {
    if (this.closing) return;
    const channel = await model.createChannel();
    this.channel = channel;
    channel.on('error', (error: Error) => this.logger.warn('Feed channel failed', error));
    channel.on('close', () => {
      if (this.channel === channel) this.restartSoon(model);
    });
    const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
    await channel.bindQueue(queue, FEED_EXCHANGE, '#');
    await channel.consume(queue, (message) => this.receive(model, message), { noAck: true });
    this.listener.onStart();
  }

  private receive(model: ChannelModel, message: ConsumeMessage | null): void {
    if (message === null) return this.restartSoon(model);
    try {
      this.listener.onMessage({
        source: message.fields.routingKey as EventSource,
        head: Number(message.properties.headers?.head),
        events: decodeFeedEvents(message.content),
      });
    } catch (error) {
      this.logger.error('A message of a feed cannot be read', error as Error);
    }
  }

  /** A lost connection comes back by itself, and its consumer with it; a channel that alone was lost does not. */
  private restartSoon(model: ChannelModel): void {
    clearTimeout(this.restarting);
    this.restarting = setTimeout(() => {
      if (this.closing || !this.connection.connected) return;
      this.consume(model).catch((error: unknown) => {
        this.logger.warn('The feeds cannot be consumed', error as Error);
        this.restartSoon(model);
      });
    }, RESTART_DELAY_MS);
  }
}
