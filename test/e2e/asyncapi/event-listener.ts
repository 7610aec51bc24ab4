import { connect, type ChannelModel } from 'amqplib';
import type { AsyncApiDocument } from '../../../tools/documents/asyncapi/document.js';

interface HeardEvent {
  /** Of its message in the document. */
  key: string;
  payload: unknown;
  headers: object;
}

/** Hears every event at the exchange that a document names, in a queue of its own. */
export class EventListener {
  readonly events: HeardEvent[] = [];

  private constructor(private readonly model: ChannelModel) {}

  /** @throws Error where exchange and queues are not there as the document describes them */
  static async on(amqpUrl: string, { channels }: AsyncApiDocument): Promise<EventListener> {
    const listener = new EventListener(await connect(amqpUrl));
    const channel = await listener.model.createChannel();
    const bindings = Object.values(channels).map(({ bindings: { amqp } }: any) => amqp); // eslint-disable-line @typescript-eslint/no-explicit-any -- each protocol has its own
    for (const queue of bindings.filter((amqp) => amqp?.queue?.durable)) await channel.checkQueue(queue.queue.name);
    const { exchange } = bindings.find((amqp) => amqp?.exchange);
    await channel.assertExchange(exchange.name, exchange.type, exchange);
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, exchange.name, '#');
    await channel.consume(
      queue,
      (message) => {
        if (message === null) return;
        const payload = JSON.parse(message.content.toString()) as unknown;
        const { headers = {} } = message.properties;
        listener.events.push({ key: `event.${message.fields.routingKey}`, payload, headers });
      },
      { noAck: true },
    );
    return listener;
  }

  /** Each type once. */
  get types(): string[] {
    return [...new Set(this.events.map(({ key }) => key.slice('event.'.length)))].sort();
  }

  async stop(): Promise<void> {
    await this.model.close();
  }
}
