import { encodeFeedEvents, FEED_CONTENT_TYPE, type EventEnvelope, type EventSource } from '@messenger/events';
import { Injectable, Logger } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { RabbitMqConnection } from './rabbitmq-connection.js';
import { FEED_EXCHANGE } from './topology.js';

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
      this.channel?.publish(FEED_EXCHANGE, source, encodeFeedEvents(events), {
        contentType: FEED_CONTENT_TYPE,
        headers: { head },
      });
    } catch {
      // The channel has closed: its listeners will read the log.
    }
  }
}
