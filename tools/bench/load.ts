import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from './statistics.js';
import { usageOf, type ProcessGroups } from './processes.js';

/** People in pairs, all online: one of a pair writes, the other receives. */
export interface Channel {
  /** Sends a message that carries the tag. */
  send(pair: number, tag: number): void;
  /** Called with the tag of each message that arrives. */
  onReceived: (tag: number) => void;
  close(): Promise<void>;
}

export interface Load {
  pairs: number;
  seconds: number;
  /** Messages that each pair has under way: the next is sent when one arrives. */
  window?: number;
  /** Messages a second of all pairs, sent by the clock, whatever has arrived. */
  rate?: number;
}

export interface LoadResult {
  /** That arrived within the time. */
  messagesASecond: number;
  /** From when a message was due until the other had it. */
  p50Ms: number;
  p99Ms: number;
  longestMs: number;
  sent: number;
  lost: number;
  doubled: number;
  /** CPU of each group of processes, a message. */
  cpuUs: Record<string, number>;
  /** CPU of all groups, a message. */
  serverCpuUs: number;
}

/** Nothing is counted of it: code becomes hot. */
const WARM_UP_MS = 3_000;
const DRAIN_MS = 30_000;

/** Sends over the channel for a while, and measures what arrives. */
export function measure(channel: Channel, load: Load, servers: ProcessGroups): Promise<LoadResult> {
  return new Measurement(channel, load, servers).run();
}

class Measurement {
  private readonly underWay = new Map<number, { pair: number; dueAt: number; counts: boolean }>();
  private readonly latenciesMs: number[] = [];
  private lastTag = 0;
  private arrived = 0;
  private doubled = 0;
  private measuring = false;
  private stopped = false;

  constructor(
    private readonly channel: Channel,
    private readonly load: Load,
    private readonly servers: ProcessGroups,
  ) {
    channel.onReceived = (tag) => this.received(tag);
  }

  async run(): Promise<LoadResult> {
    const sending = this.load.rate === undefined ? this.fillWindows() : this.sendByTheClock(this.load.rate);
    await sleep(WARM_UP_MS);
    const [before, start] = [usageOf(this.servers), performance.now()];
    this.measuring = true;
    await sleep(this.load.seconds * 1_000);
    this.measuring = false;
    const [after, seconds] = [usageOf(this.servers), (performance.now() - start) / 1_000];
    this.stopped = true;
    await sending;
    await this.drain();
    const cpuUs = Object.fromEntries(
      Object.entries(after).map(([name, { cpuSeconds }]) => {
        return [name, ((cpuSeconds - (before[name]?.cpuSeconds ?? 0)) * 1e6) / this.arrived];
      }),
    );
    return {
      messagesASecond: this.arrived / seconds,
      p50Ms: quantile(this.latenciesMs, 0.5),
      p99Ms: quantile(this.latenciesMs, 0.99),
      longestMs: quantile(this.latenciesMs, 1),
      sent: this.lastTag,
      lost: this.underWay.size,
      doubled: this.doubled,
      cpuUs,
      serverCpuUs: Object.values(cpuUs).reduce((total, us) => total + us, 0),
    };
  }

  private fillWindows(): Promise<void> {
    for (let n = 0; n < (this.load.window ?? 1); n++) {
      for (let pair = 0; pair < this.load.pairs; pair++) this.send(pair, performance.now());
    }
    return Promise.resolve();
  }

  private async sendByTheClock(rate: number): Promise<void> {
    const start = performance.now();
    for (let n = 0; !this.stopped;) {
      for (; start + (n * 1_000) / rate <= performance.now(); n++) {
        this.send(n % this.load.pairs, start + (n * 1_000) / rate);
      }
      await sleep(2);
    }
  }

  private send(pair: number, dueAt: number): void {
    const tag = ++this.lastTag;
    this.underWay.set(tag, { pair, dueAt, counts: this.measuring });
    this.channel.send(pair, tag);
  }

  private received(tag: number): void {
    const message = this.underWay.get(tag);
    if (!message) {
      this.doubled++;
      return;
    }
    this.underWay.delete(tag);
    if (this.measuring) this.arrived++;
    if (message.counts) this.latenciesMs.push(performance.now() - message.dueAt);
    if (this.load.rate === undefined && !this.stopped) this.send(message.pair, performance.now());
  }

  private async drain(): Promise<void> {
    const end = performance.now() + DRAIN_MS;
    while (this.underWay.size > 0 && performance.now() < end) await sleep(50);
    // What comes twice may come late.
    await sleep(500);
  }
}
