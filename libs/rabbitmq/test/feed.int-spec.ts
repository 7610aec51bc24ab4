import type { FeedMessage } from '@messenger/events';
import type { RabbitMq } from '@messenger/stack';
import { brokerTest as it, eventually, onChannel, TcpProxy } from '@messenger/testing';
import { Logger } from '@nestjs/common';
import type { Channel, ConfirmChannel, Message } from 'amqplib';
import { afterEach, describe, expect } from 'vitest';
import { FEED_EXCHANGE, FeedSubscription, RabbitMqConnection } from '../src/index.js';

/** A process that listens to the feeds, by a line of its own to the broker. */
class Listener {
  readonly messages: FeedMessage[] = [];
  starts = 0;
  readonly connection: RabbitMqConnection;
  readonly subscription: FeedSubscription;

  private constructor(
    readonly line: TcpProxy,
    url: string,
  ) {
    this.connection = new RabbitMqConnection(line.urlOf(url));
    this.subscription = new FeedSubscription(this.connection, {
      onMessage: (message) => this.messages.push(message),
      onStart: () => (this.starts += 1),
    });
  }

  static async on({ port, url }: RabbitMq): Promise<Listener> {
    const listener = new Listener(await TcpProxy.to(port), url);
    listener.subscription.start();
    await listener.connection.start();
    await listener.hasStarted(1);
    return listener;
  }

  get heads(): number[] {
    return this.messages.map(({ head }) => head);
  }

  hasStarted(times: number): Promise<void> {
    return eventually(() => expect(this.starts).toBe(times));
  }

  async stop(): Promise<void> {
    await this.subscription.close();
    await this.connection.close();
    await this.line.close();
  }
}

describe('a subscription to the feeds', () => {
  let broker: RabbitMq;
  const running: Listener[] = [];

  it.beforeAll(({ broker: shared }) => {
    Logger.overrideLogger(['fatal']);
    broker = shared;
  });
  afterEach(async () => {
    for (const listener of running.splice(0)) await listener.stop();
  });

  async function aListener(): Promise<Listener> {
    const listener = await Listener.on(broker);
    running.push(listener);
    return listener;
  }

  /** Publishes a message, and resolves with whether a queue took it. */
  function publish(head: number, { source = 'chat', body = '[]' } = {}): Promise<boolean> {
    return onChannel(broker.url, async (channel) => {
      let taken = true;
      channel.on('return', (_message: Message) => (taken = false));
      channel.publish(FEED_EXCHANGE, source, Buffer.from(body), { headers: { head }, mandatory: true });
      await (channel as ConfirmChannel).waitForConfirms();
      return taken;
    });
  }

  it('receives the messages of every service, in each of two processes', async () => {
    const [one, other] = [await aListener(), await aListener()];
    const time = '2026-11-28T08:00:00.000Z';
    const event = {
      id: 'an-id',
      type: 'auth.session_revoked.v1',
      time,
      position: 4,
      recipientids: 'ada,grace',
      data: {},
    };
    await publish(4, { source: 'auth', body: JSON.stringify([event]) });
    await publish(7);
    const received = [
      {
        source: 'auth',
        head: 4,
        events: [
          {
            id: 'an-id',
            type: 'auth.session_revoked.v1',
            position: 4,
            recipientIds: ['ada', 'grace'],
            requestId: null,
            traceparent: null,
            time: new Date(time),
            payload: {},
          },
        ],
      },
      { source: 'chat', head: 7, events: [] },
    ];
    await eventually(() => expect([one.messages, other.messages]).toEqual([received, received]));
  });

  it('leaves no queue behind, whether its process ends or dies', async () => {
    const [ending, dying] = [await aListener(), await aListener()];
    expect(await publish(1)).toBe(true);
    await eventually(() => expect(ending.heads).toEqual([1]));
    await ending.stop();
    expect(await publish(2)).toBe(true);
    await eventually(() => expect(dying.heads).toEqual([1, 2]));
    expect(ending.heads).toEqual([1]);
    // Nothing is closed in order.
    await dying.line.close();
    await eventually(async () => expect(await publish(3)).toBe(false));
    running.length = 0;
    await dying.connection.close();
  });

  it('starts again after a break, and says so: what was published meanwhile has passed', async () => {
    const listener = await aListener();
    await publish(1);
    await eventually(() => expect(listener.heads).toEqual([1]));
    listener.line.freeze();
    listener.line.sever();
    await eventually(async () => expect(await publish(2)).toBe(false));
    listener.line.thaw();
    listener.line.sever();
    await listener.hasStarted(2);
    await publish(3);
    await eventually(() => expect(listener.heads).toEqual([1, 3]));
  });

  it('starts again where its channel alone has failed', async () => {
    const listener = await aListener();
    const { channel } = listener.subscription as unknown as { channel: Channel };
    // The broker closes a channel that acknowledges an unknown delivery.
    channel.ack({ fields: { deliveryTag: 4_711 } } as never);
    await listener.hasStarted(2);
    await publish(1);
    await eventually(() => expect(listener.heads).toEqual([1]));
  });

  it('goes on after a message that cannot be parsed', async () => {
    const listener = await aListener();
    await publish(1, { body: '{' });
    await publish(2);
    await eventually(() => expect(listener.heads).toEqual([2]));
    expect(listener.starts).toBe(1);
  });
});
