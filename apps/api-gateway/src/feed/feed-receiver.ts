import {
  decodePayload,
  isEventType,
  isLogged,
  type EventSource,
  type FeedEvent,
  type FeedMessage,
  type LogName,
} from '@messenger/events';
import { eventsConsumed } from '@messenger/health';
import { FeedSubscription, RabbitMqConnection, type FeedListener } from '@messenger/rabbitmq';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RevokedSessions } from '../auth/guard/revoked-sessions.js';
import { decodedEvent } from '../events/decoded-event.js';
import { LiveFanoutService } from '../live/live-fanout.service.js';
import { inFeedSpan } from './feed-span.js';
import { Resequencer } from './resequencer.js';

/** Hands the events of the services' feeds on, each service's in the order of its log. */
@Injectable()
export class FeedReceiver implements FeedListener, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(FeedReceiver.name);
  private readonly subscription: FeedSubscription;
  private readonly resequencers: Record<EventSource, Resequencer>;

  constructor(
    connection: RabbitMqConnection,
    private readonly revokedSessions: RevokedSessions,
    private readonly fanout: LiveFanoutService,
  ) {
    this.subscription = new FeedSubscription(connection, this);
    const ofLog = (log: LogName): Resequencer =>
      new Resequencer({
        onEvent: (event) => this.handle(event, () => this.onLoggedEvent(log, event)),
        onGap: (head) => this.fanout.onGap(log, head),
        onRestored: () => this.restart(`The log of ${log} goes back: its database was restored`),
      });
    this.resequencers = {
      auth: new Resequencer({
        onEvent: (event) => this.handle(event, () => this.onAuthEvent(event)),
        onGap: () => this.revokedSessions.readAgain(),
        onRestored: () => this.restart('The log of auth goes back: its database was restored'),
      }),
      user: ofLog('user'),
      subscriber: ofLog('subscriber'),
      chat: ofLog('chat'),
    };
  }

  onApplicationBootstrap(): void {
    this.subscription.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.subscription.close();
    for (const resequencer of Object.values(this.resequencers)) resequencer.reset();
  }

  onStart(): void {
    for (const resequencer of Object.values(this.resequencers)) resequencer.reset();
    this.revokedSessions.readAgain();
    this.fanout.onFeedReset();
  }

  /** The feed of a service that only a newer version knows is passed over. */
  onMessage({ source, head, events }: FeedMessage): void {
    if (source === 'auth') this.revokedSessions.onFeedMessage();
    (this.resequencers as Partial<typeof this.resequencers>)[source]?.accept(head, events);
  }

  /** Every live socket reads the logs; those that have seen what is lost are closed there. */
  private restart(reason: string): void {
    this.logger.warn(reason);
    this.onStart();
  }

  private handle(event: FeedEvent, work: () => void): void {
    const { id, type, requestId, traceparent } = event;
    inFeedSpan(event, work);
    eventsConsumed.inc({ type: isEventType(type) ? type : 'other', outcome: 'handled' });
    this.logger.debug(`${type} handled`, { requestId, traceId: traceparent?.split('-')[1], eventId: id });
  }

  private onAuthEvent({ type, payload }: FeedEvent): void {
    if (type === 'auth.session_revoked.v1') this.revokedSessions.add(decodePayload(type, payload).sessionId);
  }

  private onLoggedEvent(log: LogName, { type, payload, position, recipientIds, time }: FeedEvent): void {
    if (!isEventType(type) || !isLogged(type)) return this.fanout.onUnknownEvent(log, position);
    this.fanout.onEvent({ event: decodedEvent(type, decodePayload(type, payload), position), recipientIds }, time);
  }
}
