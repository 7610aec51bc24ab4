import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DomainError, UnavailableError } from '@messenger/errors';
import { connect, type ChannelModel, type ConfirmChannel, type RecoveringChannelModel } from 'amqplib';
import { ConsumerLag } from './consumer-lag.js';
import { brokerConnections } from './rabbitmq.metrics.js';
import { assertTopology } from './topology.js';

const HEARTBEAT_SECONDS = 5;
const RECONNECT_DELAY_MS = { initialDelay: 200, maxDelay: 2_000 };
/** amqplib would wait for ever for a broker that dies meanwhile. */
const CLOSE_TIMEOUT_MS = 1_000;

type Setup = (model: ChannelModel) => Promise<void>;

/** The process's one connection to the broker. It reconnects by itself, and repeats every set-up. */
export class RabbitMqConnection {
  private readonly logger = new Logger(RabbitMqConnection.name);
  private readonly setups: Setup[] = [];
  private recovering: RecoveringChannelModel | undefined;
  private model: ChannelModel | undefined;
  /** Why the broker takes nothing at present; undefined where it does. */
  private alarm: string | undefined;
  private onWritable: () => void = () => undefined;
  /** Of this process's consumer. */
  readonly lag = new ConsumerLag();

  constructor(private readonly url: string) {}

  get connected(): boolean {
    return this.model !== undefined;
  }

  /** Why the broker has blocked this connection: it runs out of disk or memory, and takes no event until that is mended. */
  get blockedBy(): string | undefined {
    return this.alarm;
  }

  /** Whether the broker takes what is published. */
  get writable(): boolean {
    return this.connected && this.alarm === undefined;
  }

  /** Calls `listener` each time an alarm of the broker has ended. */
  eachTimeItIsUnblocked(listener: () => void): void {
    this.onWritable = listener;
  }

  /** Runs `setup` on the current connection, and again after each reconnect. */
  onConnect(setup: Setup): void {
    this.setups.push(setup);
    if (this.model === undefined) return;
    setup(this.model).catch((error: unknown) => this.logger.warn('RabbitMQ set-up failed', error as Error));
  }

  /** Works on a channel of its own, which closes behind it. @throws UnavailableError where the broker is away or takes nothing */
  async onChannel<T>(work: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
    if (this.model === undefined || !this.writable) throw new UnavailableError('The broker takes nothing at present');
    try {
      return await closing(await this.model.createConfirmChannel(), work);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new UnavailableError(`The broker has not answered: ${(error as Error).message}`);
    }
  }

  /** Starts connecting without waiting for it: the broker may come later. */
  async start(): Promise<void> {
    const url = new URL(this.url);
    url.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
    this.recovering = await connect(url.href, {
      // Without it a small frame waits up to 40 ms for the acknowledgement of the one before.
      noDelay: true,
      recovery: { ...RECONNECT_DELAY_MS, waitForConnect: false, setup: (model: ChannelModel) => this.setUp(model) },
    });
    this.recovering.on('disconnect', () => (this.model = this.alarm = undefined));
    this.recovering.on('reconnect-scheduled', ({ attempt, error }) => {
      if (attempt === 1) this.logger.warn('RabbitMQ cannot be reached; reconnecting until it can', error);
    });
    this.recovering.on('error', ignoreError);
  }

  async close(): Promise<void> {
    this.model = undefined;
    const closed = this.recovering?.close().catch(() => undefined);
    await Promise.race([closed, sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  }

  private async setUp(model: ChannelModel): Promise<void> {
    model.on('error', ignoreError);
    model.on('blocked', (reason: string) => this.block(reason));
    model.on('unblocked', () => this.unblock());
    const channel = await model.createChannel();
    channel.on('error', ignoreError);
    await assertTopology(channel);
    await channel.close();
    for (const setup of this.setups) await setup(model);
    this.model = model;
    brokerConnections.inc();
    this.logger.log('Connected to RabbitMQ');
  }

  /** Said once an alarm: events wait in the outbox, and gateways read the log. */
  private block(reason: string): void {
    if (this.alarm === undefined) this.logger.error(`RabbitMQ takes no events: ${reason}`);
    this.alarm = reason;
  }

  private unblock(): void {
    this.logger.log('RabbitMQ takes events again');
    this.alarm = undefined;
    this.onWritable();
  }
}

async function closing<T>(channel: ConfirmChannel, work: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
  channel.on('error', ignoreError);
  try {
    return await work(channel);
  } finally {
    await channel.close().catch(ignoreError);
  }
}

/** An 'error' event without a listener ends the process; whatever the error breaks fails by itself, and is tried again. */
function ignoreError(): void {
  // Nothing more to do.
}
