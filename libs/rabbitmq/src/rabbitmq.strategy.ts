import {
  decodePayload,
  EventContext,
  isEventType,
  requestOf,
  traceparentIn,
  type DurableConsumer,
} from '@messenger/events';
import { eventsConsumed, eventsRedelivered } from '@messenger/health';
import { requestContext } from '@messenger/logging';
import { enter, recordError } from '@messenger/tracing';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { ChannelModel, ConfirmChannel, ConsumeMessage } from 'amqplib';
import { lastValueFrom } from 'rxjs';
import { settleFailure, type FailureOutcome } from './dead-lettering.js';
import { parseEvent, UnknownEventTypeError } from './incoming-event.js';
import { processing } from './message-spans.js';
import { handlingSeconds } from './rabbitmq.metrics.js';
import type { RabbitMqConnection } from './rabbitmq-connection.js';
import { ConsumerClosedError, OutageLine } from './outage-line.js';
import { REDELIVERY_TIMES } from './redelivery-times.js';
import { queuesOf, type ConsumerQueues } from './topology.js';

/** Events handled at a time. */
const PREFETCH_EVENTS = 32;
/** Before a cancelled consumer or a failed channel is set up again. */
const RESTART_DELAY_MS = 1_000;
/** Unique within its channel, which has no other consumer. */
const CONSUMER_TAG = 'events';

/** What became of a delivery; the metrics' label. */
type Outcome = 'handled' | FailureOutcome;

/**
 * Nest's transport for our events, over amqplib: a confirm channel of its own, and a message acknowledged only once
 * its handler has committed. (Nest's own RabbitMQ transport acknowledges first.)
 *
 * It consumes a service's durable queue, which other versions may consume beside it: an event that this version does not
 * know goes back for them.
 */
export class RabbitMqStrategy extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private readonly queues: ConsumerQueues;
  private model: ChannelModel | undefined;
  private channel: ConfirmChannel | undefined;
  private restarting: NodeJS.Timeout | undefined;
  private readonly inFlight = new Set<Promise<void>>();
  /** Types that the log has named. */
  private readonly unknownTypes = new Set<string>();
  private closing = false;
  private readonly outages = new OutageLine();

  constructor(
    private readonly connection: RabbitMqConnection,
    service: DurableConsumer,
    private readonly times = REDELIVERY_TIMES,
  ) {
    super();
    this.queues = queuesOf(service);
    this.setTransportId(Symbol('rabbitmq'));
    connection.lag.waitingSince = () => this.outages.waitingSince;
  }

  listen(callback: () => void): void {
    this.connection.onConnect((model) => this.consume(model));
    callback();
  }

  /** Stops consuming, and waits for the events whose handlers run. */
  async close(): Promise<void> {
    this.closing = true;
    clearTimeout(this.restarting);
    this.outages.close();
    await this.channel?.cancel(CONSUMER_TAG).catch(() => undefined);
    await Promise.allSettled(this.inFlight);
    await this.channel?.close().catch(() => undefined);
  }

  on(): never {
    throw new Error('This transport has no events of its own');
  }

  unwrap(): never {
    throw new Error('This transport has no server of its own to hand out');
  }

  private async consume(model: ChannelModel): Promise<void> {
    if (this.closing) return;
    this.model = model;
    const channel = await model.createConfirmChannel();
    this.channel = channel;
    channel.on('error', (error: Error) => {
      this.logger.warn('Consuming channel failed', error);
    });
    channel.on('close', () => {
      if (this.channel === channel) this.restartSoon(model);
    });
    await channel.prefetch(PREFETCH_EVENTS);
    const onMessage = (message: ConsumeMessage | null): void => {
      if (message === null) this.restartSoon(model);
      else this.track(this.handleInContext(channel, message));
    };
    await channel.consume(this.queues.main, onMessage, { consumerTag: CONSUMER_TAG });
  }

  private track(handling: Promise<void>): void {
    const tracked = handling.finally(() => this.inFlight.delete(tracked));
    this.inFlight.add(tracked);
  }

  private handleInContext(channel: ConfirmChannel, message: ConsumeMessage): Promise<void> {
    const { span, ...traced } = enter(
      `process ${this.queues.main}`,
      processing(message, this.queues.main),
      traceparentIn(message),
    );
    const context = { ...requestOf(message), ...traced, span };
    return requestContext.run(context, () => this.handle(channel, message)).finally(() => span?.end());
  }

  /** A lost connection recovers by itself, and its consumer with it; a channel that is lost alone does not. */
  private restartSoon(model: ChannelModel): void {
    clearTimeout(this.restarting);
    this.restarting = setTimeout(() => {
      if (this.closing || this.model !== model || !this.connection.connected) return;
      this.consume(model).catch((error: unknown) => {
        this.logger.warn('Events cannot be consumed', error);
        this.restartSoon(model);
      });
    }, RESTART_DELAY_MS);
  }

  private async handle(channel: ConfirmChannel, message: ConsumeMessage): Promise<void> {
    // Labels come from a closed set: the type may be one of another version.
    const name = String(message.properties.type);
    const type = isEventType(name) ? name : 'other';
    if (message.fields.redelivered) eventsRedelivered.inc({ type });
    const measure = handlingSeconds.startTimer({ type });
    try {
      const outcome = await this.outcomeOf(channel, message);
      measure();
      eventsConsumed.inc({ type, outcome });
      recordSettlement(outcome);
      this.logger.debug?.(`${type} ${outcome}`, { eventId: String(message.properties.messageId) });
      channel.ack(message);
    } catch (error) {
      // Nothing is acknowledged: the broker delivers it again, here or elsewhere.
      this.logger.warn('An event could not be settled', error);
      requeue(channel, message);
    }
  }

  private async outcomeOf(channel: ConfirmChannel, message: ConsumeMessage): Promise<Outcome> {
    try {
      await this.outages.run(message.fields.deliveryTag, () => this.dispatch(message));
      return 'handled';
    } catch (error) {
      if (error instanceof ConsumerClosedError) throw error;
      this.logFailure(message, error as Error);
      recordError(requestContext.getStore()?.span, error);
      const route = { channel, queues: this.queues, times: this.times };
      const outcome = await settleFailure(route, message, error as Error);
      if (outcome === 'dead_lettered')
        this.logger.error(`Event ${String(message.properties.messageId)} is a dead letter`);
      return outcome;
    }
  }

  private logFailure(message: ConsumeMessage, error: Error): void {
    if (!(error instanceof UnknownEventTypeError)) {
      this.logger.error(`Event ${String(message.properties.messageId)} failed`, error);
    } else if (!this.unknownTypes.has(error.type)) {
      this.unknownTypes.add(error.type);
      this.logger.warn(`${error.message}: its events wait for an instance that does`);
    }
  }

  private async dispatch(message: ConsumeMessage): Promise<void> {
    const { type, body } = parseEvent(message);
    const handler = this.getHandlerByPattern(type);
    if (handler === null) throw new UnknownEventTypeError(type);
    const context = new EventContext(message);
    const payload = decodePayload(context.type, body);
    await lastValueFrom(this.transformToObservable(await handler(payload, context)), { defaultValue: undefined });
  }
}

function recordSettlement(outcome: Outcome): void {
  requestContext.getStore()?.span?.setAttribute('messenger.event.outcome', outcome);
}

/** The broker delivers it again. */
function requeue(channel: ConfirmChannel, message: ConsumeMessage): void {
  try {
    channel.nack(message);
  } catch {
    // A closed channel has requeued it already.
  }
}
