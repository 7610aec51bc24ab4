import { eventsConsumed, eventsRedelivered } from '@messenger/health';
import { requestContext } from '@messenger/logging';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { ChannelModel, ConfirmChannel, ConsumeMessage } from 'amqplib';
import { lastValueFrom } from 'rxjs';
import { decodePayload, type DurableSubscriber } from '@messenger/events';
import { EventContext, requestOf } from '@messenger/events';
import { RETRY_DELAY, retryOrBury } from './failed-deliveries.js';
import type { RabbitMqConnection } from './rabbitmq-connection.js';
import { EVENTS_EXCHANGE, queuesOf } from './topology.js';

/** Events handled at a time. */
const PREFETCH = 32;
/** Milliseconds before a consumer that the broker has cancelled, or a failed channel, is set up again. */
const RESTART_DELAY = 1_000;
/** Unique within its channel, which has no other. */
const CONSUMER_TAG = 'events';

/**
 * Nest's transport for our events, over amqplib: a confirm channel of its own, and a message acknowledged only once
 * its handler has committed. (Nest's own RabbitMQ transport acknowledges first.)
 *
 * With a service's name it consumes that service's durable queue, with retries and a dead-letter queue; without one, a
 * queue that lives and dies with this process.
 */
export class RabbitMqStrategy extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private model: ChannelModel | undefined;
  private channel: ConfirmChannel | undefined;
  private restarting: NodeJS.Timeout | undefined;
  private readonly inFlight = new Set<Promise<void>>();
  private closing = false;
  private onConsuming: () => void = () => undefined;

  constructor(
    private readonly connection: RabbitMqConnection,
    private readonly service?: DurableSubscriber,
    /** Milliseconds between two attempts at one event. */
    private readonly retryDelay = RETRY_DELAY,
  ) {
    super();
    this.setTransportId(Symbol('rabbitmq'));
  }

  listen(callback: () => void): void {
    this.connection.onConnect((model) => this.consume(model));
    callback();
  }

  /**
   * Runs `listener` each time consuming begins, also after a break. A queue that dies with its process is a new one
   * then: what was published before has passed unheard, what is published from now on has not.
   */
  eachTimeItConsumes(listener: () => void): this {
    this.onConsuming = listener;
    return this;
  }

  /** Takes no more events and waits for those in hand. */
  async close(): Promise<void> {
    this.closing = true;
    clearTimeout(this.restarting);
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
    await channel.prefetch(PREFETCH);
    const queue = this.service === undefined ? await this.ownQueue(channel) : queuesOf(this.service).main;
    const take = (message: ConsumeMessage | null): void => {
      if (message === null) this.restartSoon(model);
      else this.takeInHand(channel, message);
    };
    // The events come after the answer, and so after this.
    await channel.consume(queue, take, { consumerTag: CONSUMER_TAG });
    this.onConsuming();
  }

  private async ownQueue(channel: ConfirmChannel): Promise<string> {
    const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
    for (const type of this.messageHandlers.keys()) await channel.bindQueue(queue, EVENTS_EXCHANGE, type);
    return queue;
  }

  private takeInHand(channel: ConfirmChannel, message: ConsumeMessage): void {
    const handling = requestContext
      .run(requestOf(message), () => this.handle(channel, message))
      .finally(() => this.inFlight.delete(handling));
    this.inFlight.add(handling);
  }

  /** A lost connection comes back by itself, and its consumer with it; a channel that alone was lost does not. */
  private restartSoon(model: ChannelModel): void {
    clearTimeout(this.restarting);
    this.restarting = setTimeout(() => {
      if (this.closing || this.model !== model || !this.connection.connected) return;
      this.consume(model).catch((error: unknown) => {
        this.logger.warn('Events cannot be consumed', error);
        this.restartSoon(model);
      });
    }, RESTART_DELAY);
  }

  private async handle(channel: ConfirmChannel, message: ConsumeMessage): Promise<void> {
    // An event of a newer version may have a name that this one does not know: labels come from a closed set.
    const name = String(message.properties.type);
    const type = this.messageHandlers.has(name) ? name : 'other';
    if (message.fields.redelivered) eventsRedelivered.inc({ type });
    try {
      const outcome = await this.outcomeOf(channel, message);
      eventsConsumed.inc({ type, outcome });
      this.logger.debug?.(`${type} ${outcome}`, { eventId: String(message.properties.messageId) });
      channel.ack(message);
    } catch (error) {
      // Nothing is acknowledged: the broker delivers it again, here or elsewhere.
      this.logger.warn('An event could not be settled', error);
      giveBack(channel, message);
    }
  }

  private async outcomeOf(channel: ConfirmChannel, message: ConsumeMessage): Promise<string> {
    try {
      await this.dispatch(message);
      return 'handled';
    } catch (error) {
      this.logger.error(`Event ${String(message.properties.messageId)} failed`, error);
      if (this.service === undefined) return 'dropped';
      const queues = queuesOf(this.service);
      return await retryOrBury({ channel, queues, retryDelay: this.retryDelay }, message, error as Error);
    }
  }

  private async dispatch(message: ConsumeMessage): Promise<void> {
    const context = new EventContext(message);
    const handler = this.getHandlerByPattern(context.type);
    if (handler === null) throw new Error(`Nothing handles ${context.type}`);
    const payload = decodePayload(context.type, JSON.parse(message.content.toString()) as object);
    await lastValueFrom(this.transformToObservable(await handler(payload, context)), { defaultValue: undefined });
  }
}

function giveBack(channel: ConfirmChannel, message: ConsumeMessage): void {
  try {
    channel.nack(message);
  } catch {
    // A channel that is closed has given it back already.
  }
}
