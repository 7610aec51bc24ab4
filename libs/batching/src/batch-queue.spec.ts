import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BatchQueue } from './batch-queue.js';

const LIMITS = { name: 'writes', batchSize: 4, waiting: 10 };

/** Holds every batch until it is let go. */
class HeldWrites {
  readonly batches: number[][] = [];
  private readonly releases: (() => void)[] = [];

  write = async (items: number[]): Promise<string[]> => {
    this.batches.push(items);
    await new Promise<void>((resolve) => this.releases.push(resolve));
    return items.map((item) => `wrote ${item}`);
  };

  async release(): Promise<void> {
    this.releases.shift()?.();
    await setImmediate();
    await setImmediate();
  }
}

describe('BatchQueue', () => {
  it('collects what comes while a batch is being written', async () => {
    const held = new HeldWrites();
    const queue = new BatchQueue(held.write, LIMITS);
    const first = queue.add(1);
    await setImmediate();
    const rest = [2, 3, 4, 5, 6].map((item) => queue.add(item));
    for (let n = 0; n < 3; n++) await held.release();

    expect(held.batches).toEqual([[1], [2, 3, 4, 5], [6]]);
    expect(await Promise.all([first, ...rest])).toEqual([1, 2, 3, 4, 5, 6].map((item) => `wrote ${item}`));
  });

  it('fails a whole batch with its error, writes it no second time, and goes on', async () => {
    const batches: number[][] = [];
    const queue = new BatchQueue((items: number[]) => {
      batches.push(items);
      return batches.length === 1 ? Promise.reject(new Error('connection lost')) : Promise.resolve(items);
    }, LIMITS);
    const failed = await Promise.allSettled([queue.add(1), queue.add(2)]);

    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await queue.add(3)).toBe(3);
    expect(batches).toEqual([[1, 2], [3]]);
  });

  it('finds one item at fault among 64 by halves, and processes the others once', async () => {
    const batches: number[][] = [];
    const write = (items: number[]) => {
      batches.push(items);
      return items.includes(37) ? Promise.reject(new Error('invalid data')) : Promise.resolve(items);
    };
    const queue = new BatchQueue(write, { ...LIMITS, batchSize: 64, waiting: 64, isFaultOfOneItem: () => true });
    const items = Array.from({ length: 64 }, (_, n) => n);
    const results = await Promise.allSettled(items.map((item) => queue.add(item)));
    expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([37]);
    const written = batches.filter((batch) => !batch.includes(37)).flat();
    expect(written.sort((a, b) => a - b)).toEqual(items.filter((n) => n !== 37));
    expect(batches).toHaveLength(13);
  });

  it('tries each item by itself where one may be at fault', async () => {
    const write = (items: number[]) =>
      items.includes(2) ? Promise.reject(new Error('invalid data')) : Promise.resolve(items);
    const queue = new BatchQueue(write, { ...LIMITS, isFaultOfOneItem: (error) => String(error).includes('invalid') });
    const results = await Promise.allSettled([1, 2, 3].map((item) => queue.add(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('keeps as many batches under way as it may, and gathers meanwhile', async () => {
    const held = new HeldWrites();
    const queue = new BatchQueue(held.write, { ...LIMITS, concurrency: 2 });
    void queue.add(1);
    await setImmediate();
    void queue.add(2);
    await setImmediate();
    const gathered = [3, 4].map((item) => queue.add(item));
    await setImmediate();
    expect(held.batches).toEqual([[1], [2]]);
    for (let n = 0; n < 3; n++) await held.release();
    expect(held.batches).toEqual([[1], [2], [3, 4]]);
    expect(await Promise.all(gathered)).toEqual(['wrote 3', 'wrote 4']);
  });

  it('refuses more than may wait', async () => {
    const held = new HeldWrites();
    const queue = new BatchQueue(held.write, { ...LIMITS, waiting: 2 });
    void [1, 2].map((item) => queue.add(item));
    await expect(queue.add(3)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('refuses what waits for too long, and not what is under way', async () => {
    const held = new HeldWrites();
    const queue = new BatchQueue(held.write, { ...LIMITS, maxWaitMs: 50 });
    const first = queue.add(1);
    await setImmediate();
    const start = performance.now();
    await expect(queue.add(2)).rejects.toThrow('Too many calls wait');
    expect(performance.now() - start).toBeGreaterThan(40);
    await held.release();
    expect(await first).toBe('wrote 1');
    const later = queue.add(3);
    await setImmediate();
    await held.release();
    expect(await later).toBe('wrote 3');
    expect(held.batches).toEqual([[1], [3]]);
  });

  it('says how long the first of a batch has waited', async () => {
    const waits: number[] = [];
    const queue = new BatchQueue(async (items: number[], waitedMs) => {
      waits.push(waitedMs);
      await sleep(30);
      return items;
    }, LIMITS);
    const first = queue.add(1);
    await setImmediate();
    await Promise.all([first, queue.add(2)]);
    expect(waits[0]).toBeLessThan(20);
    expect(waits[1]).toBeGreaterThanOrEqual(20);
  });
});
