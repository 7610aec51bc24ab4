import { Injectable, Logger } from '@nestjs/common';
import type { ConfirmChannel, Message, Options } from 'amqplib';
import { hasDurableConsumer, publisherOf } from '../catalogue.js';
import type { OutboxRow } from '../outbox/outbox.repository.js';
import { OutboxSignal } from '../outbox/outbox-signal.js';
import { RabbitMqConnection } from './rabbitmq-connection.js';
import { EVENTS_EXCHANGE } from './topology.js';

/** Milliseconds until the broker has confirmed a message. */
const CONFIRM_TIMEOUT = 5_000;

/** Publishes events so that "published" means the broker has them on disk, in a queue where one is required. */
@Injectable()
export class EventPublisher {
  private readonly logger = new Logger(EventPublisher.name);
  private channel: ConfirmChannel | undefined;
  /** Event ids that no queue took; the broker returns a message before it confirms it. */
  private readonly returned = new Set<string>();

  constructor(
    private readonly connection: RabbitMqConnection,
    signal: OutboxSignal,
  ) {
    connection.onConnect(async (model) => {
      const channel = await model.createConfirmChannel();
      channel.on('return', (message: Message) => this.returned.add(String(message.properties.messageId)));
      channel.on('error', (error: Error) => this.logger.warn('Publishing channel failed', error));
      channel.on('close', () => {
        if (this.channel === channel) this.channel = undefined;
      });
      this.channel = channel;
      signal.notify();
    });
  }

  get connected(): boolean {
    return this.channel !== undefined && this.connection.connected;
  }

  /** How many rows, from the first on, the broker has confirmed: a later one never counts without those before it. */
  async publish(rows: OutboxRow[]): Promise<number> {
    const { channel } = this;
    if (channel === undefined) return 0;
    this.returned.clear();
    const confirmations = await Promise.all(rows.map((row) => this.confirmed(channel, row)));
    const firstFailure = confirmations.indexOf(false);
    return firstFailure === -1 ? rows.length : firstFailure;
  }

  private confirmed(channel: ConfirmChannel, row: OutboxRow): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), CONFIRM_TIMEOUT);
      const settle = (error: unknown): void => {
        clearTimeout(timer);
        resolve((error === null || error === undefined) && !this.returned.has(row.eventId));
      };
      try {
        const body = Buffer.from(JSON.stringify(row.payload));
        channel.publish(EVENTS_EXCHANGE, row.type, body, publishOptions(row), settle);
      } catch (error) {
        settle(error);
      }
    });
  }
}

/** CloudEvents 1.0 in its AMQP binding: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/amqp-protocol-binding.md */
function publishOptions(row: OutboxRow): Options.Publish {
  return {
    persistent: true,
    mandatory: hasDurableConsumer(row.type),
    messageId: row.eventId,
    type: row.type,
    contentType: 'application/json',
    timestamp: Math.floor(row.createdAt.getTime() / 1_000),
    headers: {
      'cloudEvents:specversion': '1.0',
      'cloudEvents:id': row.eventId,
      'cloudEvents:source': `/${publisherOf(row.type)}`,
      'cloudEvents:type': row.type,
      'cloudEvents:time': row.createdAt.toISOString(),
      'cloudEvents:subject': row.subject,
      ...(row.traceparent !== null && { 'cloudEvents:traceparent': row.traceparent }),
      ...(row.requestId !== null && { 'cloudEvents:requestid': row.requestId }),
      'cloudEvents:position': row.position,
      'cloudEvents:recipientids': row.recipientIds.join(','),
    },
  };
}
