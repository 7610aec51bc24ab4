import { amqpPropertiesOf, type EventEnvelope } from '@messenger/events';
import { recordError } from '@messenger/tracing';
import { Injectable, Logger } from '@nestjs/common';
import type { ConfirmChannel, Message } from 'amqplib';
import { publishing } from './message-spans.js';
import { confirmSeconds, eventsPublished } from './rabbitmq.metrics.js';
import { RabbitMqConnection } from './rabbitmq-connection.js';
import { EVENTS_EXCHANGE } from './topology.js';

const CONFIRM_TIMEOUT_MS = 5_000;
/** In traces. */
const NOT_CONFIRMED = 'NOT_CONFIRMED';

/** Publishes events so that "published" means the broker has them on disk, in the queue of each consumer. */
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
    connection.eachTimeItIsUnblocked(() => this.onReady());
  }

  get connected(): boolean {
    return this.channel !== undefined && this.connection.writable;
  }

  /** Calls `listener` each time events can be published again. */
  eachTimeItIsReady(listener: () => void): void {
    this.onReady = listener;
  }

  /** Resolves with the events that the broker has confirmed. */
  async publish(events: EventEnvelope[]): Promise<EventEnvelope[]> {
    const { channel } = this;
    if (channel === undefined || !this.connected) return [];
    const confirmed = await Promise.all(events.map((event) => this.publishOne(channel, event)));
    return events.filter((_event, index) => confirmed[index]);
  }

  private async publishOne(channel: ConfirmChannel, event: EventEnvelope): Promise<boolean> {
    const { span, traceparent } = publishing(event, EVENTS_EXCHANGE);
    const measure = confirmSeconds.startTimer();
    const confirmed = await this.isConfirmed(channel, span === undefined ? event : { ...event, traceparent });
    if (confirmed) measure();
    eventsPublished.inc({ exchange: EVENTS_EXCHANGE, outcome: confirmed ? 'confirmed' : 'unconfirmed' });
    if (!confirmed) recordError(span, { name: NOT_CONFIRMED });
    span?.end();
    return confirmed;
  }

  private isConfirmed(channel: ConfirmChannel, event: EventEnvelope): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), CONFIRM_TIMEOUT_MS);
      const settle = (error: unknown): void => {
        clearTimeout(timer);
        const returned = this.returned.delete(event.id);
        resolve((error === null || error === undefined) && !returned);
      };
      try {
        channel.publish(
          EVENTS_EXCHANGE,
          event.type,
          Buffer.from(JSON.stringify(event.payload)),
          amqpPropertiesOf(event),
          settle,
        );
      } catch (error) {
        settle(error);
      }
    });
  }
}
