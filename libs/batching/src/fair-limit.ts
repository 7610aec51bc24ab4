export interface FairLimitOptions {
  /** Works under way at a time. */
  concurrency: number;
  /** Of those, the ones of one key; all by default. */
  concurrencyPerKey?: number;
  /** Works that may wait; without a bound by default. */
  maxQueued?: number;
  /** The error of a work that finds no place in the queue, or loses it to a key that has fewer there. */
  refusal?: () => Error;
}

interface Entry {
  start: () => void;
  refuse: (error: Error) => void;
}

/**
 * Limits concurrent works, and shares the places fairly by key: the keys take turns, however many works one of them queues.
 * Where the queue is full, a key with fewer works in it displaces the last one of the key with the most.
 */
export class FairLimit {
  private readonly queues = new Map<string, Entry[]>();
  private readonly running = new Map<string, number>();
  private underWay = 0;
  private queued = 0;

  constructor(private readonly options: FairLimitOptions) {}

  /** Works that wait for a place. */
  get waiting(): number {
    return this.queued;
  }

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const start = (): void => void this.perform(key, work).then(resolve, reject);
      this.enqueue(key, { start, refuse: reject });
      this.startNext();
    });
  }

  private enqueue(key: string, entry: Entry): void {
    const { maxQueued = Infinity, concurrency } = this.options;
    const isFull = this.queued >= maxQueued && this.underWay >= concurrency;
    if (isFull && !this.displaceFor(key)) return entry.refuse(this.refusal());
    const entries = this.queues.get(key);
    if (entries === undefined) this.queues.set(key, [entry]);
    else entries.push(entry);
    this.queued++;
  }

  /** False where no key has more than one work more in the queue than this one. */
  private displaceFor(key: string): boolean {
    const longest = [...this.queues].reduce((a, b) => (b[1].length > a[1].length ? b : a), ['', []]);
    if ((this.queues.get(key)?.length ?? 0) + 1 >= longest[1].length) return false;
    this.take(longest[0], longest[1].pop(), longest[1])?.refuse(this.refusal());
    return true;
  }

  private startNext(): void {
    const { concurrency, concurrencyPerKey = concurrency } = this.options;
    if (this.underWay >= concurrency) return;
    for (const [key, entries] of this.queues) {
      if ((this.running.get(key) ?? 0) >= concurrencyPerKey) continue;
      // A Map keeps the order of insertion: the key goes behind the others.
      this.queues.delete(key);
      this.queues.set(key, entries);
      this.take(key, entries.shift(), entries)?.start();
      return this.startNext();
    }
  }

  /** Notes that the work has left the queue of its key. */
  private take(key: string, entry: Entry | undefined, remaining: Entry[]): Entry | undefined {
    if (remaining.length === 0) this.queues.delete(key);
    this.queued--;
    return entry;
  }

  private async perform<T>(key: string, work: () => Promise<T>): Promise<T> {
    this.count(key, 1);
    try {
      return await work();
    } finally {
      this.count(key, -1);
      this.startNext();
    }
  }

  private count(key: string, change: 1 | -1): void {
    this.underWay += change;
    const running = (this.running.get(key) ?? 0) + change;
    if (running === 0) this.running.delete(key);
    else this.running.set(key, running);
  }

  private refusal(): Error {
    return this.options.refusal?.() ?? new Error('Too many works wait');
  }
}
