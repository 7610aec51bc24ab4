import { encodeFeedEvents, FEED_CONTENT_TYPE, type EventEnvelope, type EventSource } from '@messenger/events';
import { Injectable, Logger } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { publishing } from './message-spans.js';
import { eventsPublished } from './rabbitmq.metrics.js';
import { RabbitMqConnection } from './rabbitmq-connection.js';
import { FEED_EXCHANGE } from './topology.js';

/** The event with the span of its publication, which is over with the write: nothing confirms it. */
function traced(event: EventEnvelope, _index: number, { length }: EventEnvelope[]): EventEnvelope {
  const { span, traceparent } = publishing(event, FEED_EXCHANGE, length);
  if (span === undefined) return event;
  span.end();
  return { ...event, traceparent };
}

/**
 * Publishes to a service's feed: transient, without confirm. What is lost on the way, its listeners notice by the
 * positions, and read in the log.
 */
@Injectable()
export class FeedPublisher {
  private readonly logger = new Logger(FeedPublisher.name);
  private channel: Channel | undefined;

  constructor(private readonly connection: RabbitMqConnection) {
    connection.onConnect(async (model) => {
      const channel = await model.createChannel();
      channel.on('error', (error: Error) => this.logger.warn('Feed channel failed', error));
      channel.on('close', () => {
        if (this.channel === channel) this.channel = undefined;
      });
      this.channel = channel;
    });
  }

  /** The events of one commit, or none to say only how far the log goes. */
  publish(source: EventSource, head: number, events: EventEnvelope[]): void {
    if (!this.connection.writable) return;
    try {
      this.channel?.publish(FEED_EXCHANGE, source, encodeFeedEvents(events.map(traced)), {
        contentType: FEED_CONTENT_TYPE,
        headers: { head },
      });
      if (events.length > 0) eventsPublished.inc({ exchange: FEED_EXCHANGE, outcome: 'sent' }, events.length);
    } catch {
      // The channel has closed: its listeners will read the log.
    }
  }
}
