import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { connect, type ChannelModel, type RecoveringChannelModel } from 'amqplib';
import { assertTopology } from './topology.js';

/** Seconds. */
const HEARTBEAT = 5;
/** Milliseconds. */
const RECONNECT_DELAY = { initialDelay: 200, maxDelay: 2_000 };
/** Milliseconds for saying goodbye: amqplib waits for ever for a broker that dies meanwhile. */
const CLOSE_TIMEOUT = 1_000;

type Setup = (model: ChannelModel) => Promise<void>;

/** The process's one connection to the broker: it comes back by itself, and so does what was set up on it. */
export class RabbitMqConnection {
  private readonly logger = new Logger(RabbitMqConnection.name);
  private readonly setups: Setup[] = [];
  private recovering: RecoveringChannelModel | undefined;
  private model: ChannelModel | undefined;

  constructor(private readonly url: string) {}

  get connected(): boolean {
    return this.model !== undefined;
  }

  /** Runs `setup` on the connection there is, and again on each that follows. */
  onConnect(setup: Setup): void {
    this.setups.push(setup);
    if (this.model === undefined) return;
    setup(this.model).catch((error: unknown) => this.logger.warn('RabbitMQ set-up failed', error as Error));
  }

  /** Begins to connect and does not wait for it: the broker may come later. */
  async start(): Promise<void> {
    const url = new URL(this.url);
    url.searchParams.set('heartbeat', String(HEARTBEAT));
    this.recovering = await connect(url.href, {
      recovery: { ...RECONNECT_DELAY, waitForConnect: false, setup: (model: ChannelModel) => this.setUp(model) },
    });
    this.recovering.on('disconnect', () => (this.model = undefined));
    this.recovering.on('reconnect-scheduled', ({ attempt, error }) => {
      if (attempt === 1) this.logger.warn('RabbitMQ is not there; connecting again until it is', error);
    });
    this.recovering.on('error', heard);
  }

  async close(): Promise<void> {
    this.model = undefined;
    const closed = this.recovering?.close().catch(() => undefined);
    await Promise.race([closed, sleep(CLOSE_TIMEOUT, undefined, { ref: false })]);
  }

  private async setUp(model: ChannelModel): Promise<void> {
    model.on('error', heard);
    const channel = await model.createChannel();
    channel.on('error', heard);
    await assertTopology(channel);
    await channel.close();
    for (const setup of this.setups) await setup(model);
    this.model = model;
    this.logger.log('Connected to RabbitMQ');
  }
}

/** An error that nobody listens to ends the process; what it breaks fails by itself, and is tried again. */
function heard(): void {
  // Nothing more to do.
}
