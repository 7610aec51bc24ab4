import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import type { AsyncApiDocument } from '../../../tools/documents/asyncapi/document.js';

interface ReceivedMessage {
  /** Of its message in the document. */
  key: string;
  contentType: string;
  payload: unknown;
  headers: object;
}

/** Receives every message at the exchanges that a document names, in queues of its own. */
export class EventListener {
  readonly messages: ReceivedMessage[] = [];

  private constructor(private readonly model: ChannelModel) {}

  /** @throws Error where exchanges and queues are not there as the document describes them */
  static async on(amqpUrl: string, { channels }: AsyncApiDocument): Promise<EventListener> {
    const listener = new EventListener(await connect(amqpUrl));
    const channel = await listener.model.createChannel();
    const bindings = Object.values(channels).map(({ bindings: { amqp } }: any) => amqp); // eslint-disable-line @typescript-eslint/no-explicit-any -- each protocol has its own
    for (const queue of bindings.filter((amqp) => amqp?.queue?.durable)) await channel.checkQueue(queue.queue.name);
    await listener.consume(channel, channels.events!, 'event');
    await listener.consume(channel, channels.feed!, 'feed');
    return listener;
  }

  /** The types of the events on the feeds, each once. */
  get typesOnFeeds(): string[] {
    const batches = this.messages.filter(({ key }) => key.startsWith('feed.')).map(({ payload }) => payload);
    return typesOf((batches as { type: string }[][]).flat().map(({ type }) => type));
  }

  /** The types of the events for durable consumers, each once. */
  get durableTypes(): string[] {
    const keys = this.messages.filter(({ key }) => key.startsWith('event.')).map(({ key }) => key);
    return typesOf(keys.map((key) => key.slice('event.'.length)));
  }

  async stop(): Promise<void> {
    await this.model.close();
  }

  private async consume(
    channel: Channel,
    { bindings }: { bindings: any }, // eslint-disable-line @typescript-eslint/no-explicit-any -- each protocol has its own
    form: 'event' | 'feed',
  ): Promise<void> {
    const { exchange } = bindings.amqp;
    await channel.assertExchange(exchange.name, exchange.type, exchange);
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, exchange.name, '#');
    await channel.consume(queue, (message) => message && this.receive(form, message), { noAck: true });
  }

  private receive(form: 'event' | 'feed', { content, fields, properties }: ConsumeMessage): void {
    const payload = JSON.parse(content.toString()) as unknown;
    const { headers = {}, contentType } = properties as { headers?: object; contentType: string };
    this.messages.push({ key: `${form}.${fields.routingKey}`, contentType, payload, headers });
  }
}

function typesOf(types: string[]): string[] {
  return [...new Set(types)].sort();
}
