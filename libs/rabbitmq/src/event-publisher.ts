import { amqpPropertiesOf, type EventEnvelope } from '@messenger/events';
import { Injectable, Logger } from '@nestjs/common';
import type { ConfirmChannel, Message } from 'amqplib';
import { RabbitMqConnection } from './rabbitmq-connection.js';
import { EVENTS_EXCHANGE } from './topology.js';

/** Milliseconds until the broker has confirmed a message. */
const CONFIRM_TIMEOUT = 5_000;

/** Publishes events so that "published" means the broker has them on disk, in a queue where one is required. */
@Injectable()
export class EventPublisher {
  private readonly logger = new Logger(EventPublisher.name);
  private channel: ConfirmChannel | undefined;
  private onReady: () => void = () => undefined;
  /** Event ids that no queue took; the broker returns a message before it confirms it. */
  private readonly returned = new Set<string>();

  constructor(private readonly connection: RabbitMqConnection) {
    connection.onConnect(async (model) => {
      const channel = await model.createConfirmChannel();
      channel.on('return', (message: Message) => this.returned.add(String(message.properties.messageId)));
      channel.on('error', (error: Error) => this.logger.warn('Publishing channel failed', error));
      channel.on('close', () => {
        if (this.channel === channel) this.channel = undefined;
      });
      this.channel = channel;
      this.onReady();
    });
  }

  /** Calls `listener` each time events can be published again. */
  eachTimeItIsReady(listener: () => void): void {
    this.onReady = listener;
  }

  get connected(): boolean {
    return this.channel !== undefined && this.connection.connected;
  }

  /** How many events, from the first on, the broker has confirmed: a later one never counts without those before it. */
  async publish(events: EventEnvelope[]): Promise<number> {
    const { channel } = this;
    if (channel === undefined) return 0;
    this.returned.clear();
    const confirmations = await Promise.all(events.map((event) => this.confirmed(channel, event)));
    const firstFailure = confirmations.indexOf(false);
    return firstFailure === -1 ? events.length : firstFailure;
  }

  private confirmed(channel: ConfirmChannel, event: EventEnvelope): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), CONFIRM_TIMEOUT);
      const settle = (error: unknown): void => {
        clearTimeout(timer);
        resolve((error === null || error === undefined) && !this.returned.has(event.id));
      };
      try {
        const body = Buffer.from(JSON.stringify(event.payload));
        channel.publish(EVENTS_EXCHANGE, event.type, body, amqpPropertiesOf(event), settle);
      } catch (error) {
        settle(error);
      }
    });
  }
}
