import { describe, expect, it } from 'vitest';
import { FairLimit, type FairLimitOptions } from './fair-limit.js';

/** Works that end when they are told to, and the order in which they have started. */
class Works {
  readonly started: string[] = [];
  readonly refused: string[] = [];
  private readonly ends: (() => void)[] = [];
  private readonly limit: FairLimit;

  constructor(options: FairLimitOptions) {
    this.limit = new FairLimit({ refusal: () => new Error('full'), ...options });
  }

  add(...names: string[]): void {
    for (const name of names) {
      const work = (): Promise<void> => {
        this.started.push(name);
        return new Promise((resolve) => this.ends.push(resolve));
      };
      this.limit.run(name[0] ?? '', work).catch(() => this.refused.push(name));
    }
  }

  async end(count = 1): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.ends.shift()?.();
      await new Promise(setImmediate);
    }
  }
}

describe('a fair limit', () => {
  it('lets keys take turns, however much one of them has queued', async () => {
    const works = new Works({ concurrency: 1 });
    works.add('a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2');
    await works.end(7);
    expect(works.started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('gives one key every place while nobody else comes, and then no more than its share', async () => {
    const works = new Works({ concurrency: 4 });
    works.add('a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1', 'b2');
    expect(works.started).toEqual(['a1', 'a2', 'a3', 'a4']);
    await works.end(4);
    expect(works.started.slice(4)).toEqual(['a5', 'b1', 'a6', 'b2']);
  });

  it('keeps places free of a key that has its own bound', async () => {
    const works = new Works({ concurrency: 4, concurrencyPerKey: 2 });
    works.add('a1', 'a2', 'a3', 'b1');
    expect(works.started).toEqual(['a1', 'a2', 'b1']);
    await works.end();
    expect(works.started).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('displaces the last work of the longest queue for a key with fewer, and refuses more of the longest', async () => {
    const works = new Works({ concurrency: 1, maxQueued: 3 });
    works.add('a1', 'a2', 'a3', 'a4', 'a5', 'b1');
    await works.end(0);
    await new Promise(setImmediate);
    expect(works.refused.sort()).toEqual(['a4', 'a5']);
    await works.end(4);
    expect(works.started).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('frees the place of a work that fails', async () => {
    const limit = new FairLimit({ concurrency: 1 });
    await expect(limit.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(limit.run('a', () => Promise.resolve(1))).resolves.toBe(1);
  });
});
