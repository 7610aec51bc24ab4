import { decodeFeedEvents, type EventSource } from '@messenger/events';
import { EVENTS_EXCHANGE, FEED_EXCHANGE } from '@messenger/rabbitmq';
import { connect, type Channel, type GetMessage } from 'amqplib';

export interface TappedEvent {
  id: string;
  type: string;
  position: number;
  payload: object;
}

/** A durable queue that collects what is published; it outlives the broker's restart. */
export class EventTap {
  private readonly events: TappedEvent[] = [];

  private constructor(
    private readonly amqpUrl: string,
    private readonly queue: string,
    private readonly decode: (message: GetMessage) => TappedEvent[],
  ) {}

  /** On what is published for durable consumers. @param pattern of routing keys: `auth.#` */
  static onEvents(amqpUrl: string, pattern: string): Promise<EventTap> {
    return EventTap.open(amqpUrl, EVENTS_EXCHANGE, pattern, (message) => [eventOf(message)]);
  }

  static onFeed(amqpUrl: string, source: EventSource): Promise<EventTap> {
    return EventTap.open(amqpUrl, FEED_EXCHANGE, source, ({ content }) => decodeFeedEvents(content));
  }

  private static async open(
    amqpUrl: string,
    exchange: string,
    pattern: string,
    decode: (message: GetMessage) => TappedEvent[],
  ): Promise<EventTap> {
    const tap = new EventTap(amqpUrl, `test.tap.${exchange}.${pattern}`, decode);
    await tap.onChannel(async (channel) => {
      await channel.assertQueue(tap.queue, { durable: true });
      await channel.purgeQueue(tap.queue);
      await channel.bindQueue(tap.queue, exchange, pattern);
    });
    return tap;
  }

  /** All that has arrived until now, in the order of arrival, repeats included. */
  async read(): Promise<TappedEvent[]> {
    await this.onChannel(async (channel) => {
      for (;;) {
        const message = await channel.get(this.queue, { noAck: true });
        if (message === false) return;
        this.events.push(...this.decode(message));
      }
    });
    return this.events;
  }

  async close(): Promise<void> {
    await this.onChannel((channel) => channel.deleteQueue(this.queue));
  }

  private async onChannel(work: (channel: Channel) => Promise<unknown>): Promise<void> {
    const connection = await connect(this.amqpUrl);
    try {
      await work(await connection.createChannel());
    } finally {
      await connection.close();
    }
  }
}

/** Each event where it arrived first: what a dead process has not marked is published again. */
export function withoutRepeats(arrived: TappedEvent[]): TappedEvent[] {
  const seen = new Set<string>();
  return arrived.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function eventOf({ content, properties }: GetMessage): TappedEvent {
  const {
    messageId: id,
    type,
    headers,
  } = properties as {
    messageId: string;
    type: string;
    headers: Record<string, string>;
  };
  const payload = JSON.parse(content.toString()) as object;
  return { id, type, position: Number(headers['cloudEvents:position']), payload };
}
