import { isInvalidData } from '@messenger/database';
import { UnavailableError } from '@messenger/errors';
import { requestContext } from '@messenger/logging';

export interface BatchLimits {
  /** Items a batch. */
  batchSize: number;
  /** Items that may wait; more are refused as UNAVAILABLE. */
  waiting: number;
}

interface Entry<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Collects concurrent writes: while a batch is being written the next items queue, and make the next batch.
 *
 * A failed batch fails all of its items with that error; only where the database rejected some item's data is each
 * tried by itself, so that one poisoned item does not fail the others.
 */
export class BatchQueue<Item, Result> {
  private readonly entries: Entry<Item, Result>[] = [];
  private writing = false;

  constructor(
    /** Returns a result for each item, in their order. */
    private readonly write: (items: Item[]) => Promise<Result[]>,
    private readonly limits: BatchLimits,
  ) {}

  add(item: Item): Promise<Result> {
    if (this.entries.length >= this.limits.waiting) return Promise.reject(new UnavailableError('Too many writes wait'));
    return new Promise((resolve, reject) => {
      this.entries.push({ item, resolve, reject });
      this.startWriting();
    });
  }

  /** A batch belongs to no single request, and begins once this turn of the event loop has brought its items. */
  private startWriting(): void {
    if (this.writing) return;
    this.writing = true;
    requestContext.exit(() => setImmediate(() => void this.drain()));
  }

  private async drain(): Promise<void> {
    while (this.entries.length > 0) await this.settle(this.entries.splice(0, this.limits.batchSize));
    this.writing = false;
  }

  private async settle(entries: Entry<Item, Result>[]): Promise<void> {
    try {
      const results = await this.write(entries.map(({ item }) => item));
      entries.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (entries.length > 1 && isInvalidData(error)) for (const entry of entries) await this.settle([entry]);
      else entries.forEach(({ reject }) => reject(error));
    }
  }
}
