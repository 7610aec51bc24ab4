import { UnavailableError } from '@messenger/errors';
import { requestContext, type RequestContext } from '@messenger/logging';
import { inBatchSpan } from '@messenger/tracing';
import { batchItems } from './batching.metrics.js';

export interface BatchOptions {
  /** Of its spans and metrics. */
  name: string;
  /** Items a batch. */
  batchSize: number;
  /** Items that may wait; more are refused as UNAVAILABLE. */
  waiting: number;
  /** How long an item may wait to begin; then it is refused as UNAVAILABLE. As long as it takes by default. */
  maxWaitMs?: number;
  /** Batches under way at a time; 1 by default. */
  concurrency?: number;
  /** After a failed batch: whether one item may be at fault, so that its halves are tried by themselves. Never by default. */
  isFaultOfOneItem?: (error: unknown) => boolean;
}

interface Entry<Item, Result> {
  item: Item;
  addedAt: number;
  request: RequestContext | undefined;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Collects concurrent calls: while batches are under way the next items queue, and make the next batch. No timer: an item
 * that comes alone goes alone, and at once.
 *
 * A failed batch fails all of its items with that error, but where one item may be at fault.
 */
export class BatchQueue<Item, Result> {
  private readonly entries: Entry<Item, Result>[] = [];
  private underWay = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    /** Answers item by item, in their order. @param waitedMs how long the first one has waited */
    private readonly process: (items: Item[], waitedMs: number) => Promise<Result[]>,
    private readonly options: BatchOptions,
  ) {}

  add(item: Item): Promise<Result> {
    if (this.entries.length >= this.options.waiting) return Promise.reject(new UnavailableError('Too many calls wait'));
    return new Promise((resolve, reject) => {
      this.entries.push({ item, addedAt: performance.now(), request: requestContext.getStore(), resolve, reject });
      this.start();
      this.expireLater();
    });
  }

  /** A batch belongs to no single request, and begins once this turn of the event loop has brought its items. */
  private start(): void {
    if (this.underWay >= (this.options.concurrency ?? 1)) return;
    this.underWay++;
    requestContext.exit(() => setImmediate(() => void this.drain()));
  }

  /** One timer for all: what was added first expires first. */
  private expireLater(): void {
    const { maxWaitMs } = this.options;
    const [first] = this.entries;
    if (maxWaitMs === undefined || first === undefined || this.timer !== undefined) return;
    this.timer = setTimeout(() => this.expire(maxWaitMs), first.addedAt + maxWaitMs - performance.now());
  }

  private expire(maxWaitMs: number): void {
    this.timer = undefined;
    const since = performance.now() - maxWaitMs;
    const waiting = this.entries.findIndex(({ addedAt }) => addedAt > since);
    const expired = this.entries.splice(0, waiting < 0 ? this.entries.length : waiting);
    for (const { reject } of expired) reject(new UnavailableError('Too many calls wait'));
    this.expireLater();
  }

  private async drain(): Promise<void> {
    while (this.entries.length > 0) await this.settle(this.entries.splice(0, this.options.batchSize));
    this.underWay--;
  }

  private async settle(entries: Entry<Item, Result>[]): Promise<void> {
    try {
      const waitedMs = performance.now() - (entries[0]?.addedAt ?? 0);
      batchItems.observe({ batch: this.options.name }, entries.length);
      const items = entries.map(({ item }) => item);
      const requests = entries.map(({ request }) => request);
      const results = await inBatchSpan(this.options.name, requests, () => this.process(items, waitedMs));
      entries.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      const divide = entries.length > 1 && this.options.isFaultOfOneItem?.(error) === true;
      if (divide) await this.settleHalves(entries);
      else entries.forEach(({ reject }) => reject(error));
    }
  }

  /** One item at fault among 64 costs 12 more batches; each tried by itself, it would be 64. */
  private async settleHalves(entries: Entry<Item, Result>[]): Promise<void> {
    const middle = Math.ceil(entries.length / 2);
    await this.settle(entries.slice(0, middle));
    await this.settle(entries.slice(middle));
  }
}
