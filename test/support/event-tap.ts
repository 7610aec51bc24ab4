import { EVENTS_EXCHANGE } from '@messenger/rabbitmq';
import { connect, type Channel } from 'amqplib';

export interface TappedEvent {
  id: string;
  type: string;
  position: number;
}

/** A durable queue that collects what is published; it outlives the broker's restart. */
export class EventTap {
  private readonly events: TappedEvent[] = [];

  private constructor(
    private readonly amqpUrl: string,
    private readonly queue: string,
  ) {}

  /** @param pattern of routing keys: `chat.#` */
  static async open(amqpUrl: string, pattern: string): Promise<EventTap> {
    const tap = new EventTap(amqpUrl, `test.tap.${pattern}`);
    await tap.onChannel(async (channel) => {
      await channel.assertQueue(tap.queue, { durable: true });
      await channel.purgeQueue(tap.queue);
      await channel.bindQueue(tap.queue, EVENTS_EXCHANGE, pattern);
    });
    return tap;
  }

  /** All that has arrived until now, in the order of arrival, repeats included. */
  async read(): Promise<TappedEvent[]> {
    await this.onChannel(async (channel) => {
      for (;;) {
        const message = await channel.get(this.queue, { noAck: true });
        if (message === false) return;
        const properties = message.properties as { messageId: string; type: string; headers: Record<string, string> };
        const { messageId: id, type, headers } = properties;
        this.events.push({ id, type, position: Number(headers['cloudEvents:position']) });
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

/** Each event where it arrived first: a relay that died may have published the last ones again. */
export function withoutRepeats(arrived: TappedEvent[]): TappedEvent[] {
  const seen = new Set<string>();
  return arrived.filter(({ id }) => !seen.has(id) && seen.add(id));
}
