import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from '@messenger/errors';

/** Before what was unavailable is tried again. */
const PAUSE_MS = 1_000;
/** Below the broker's limit for an unacknowledged delivery, 30 minutes: then the event goes back to the broker. */
const MAX_WAIT_MS = 10 * 60 * 1_000;

/** The process shuts down while an event waits: the broker delivers it again. */
export class ConsumerClosedError extends Error {
  override readonly name = 'ConsumerClosedError';
}

interface Waiting {
  /** The delivery tag: events go on in the order in which they came. */
  order: number;
  since: number;
  handle: () => Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Handles events at once, and while something that they need is unavailable, one after the other: the first one is tried
 * until it succeeds, then the others follow in their order. An outage uses up none of their attempts.
 */
export class OutageLine {
  private readonly line: Waiting[] = [];
  private readonly closing = new AbortController();
  private draining = false;

  constructor(private readonly pauseMs = PAUSE_MS) {}

  /** When the first of the waiting events began to wait; undefined where none does. Milliseconds. */
  get waitingSince(): number | undefined {
    return this.line.length === 0 ? undefined : Math.min(...this.line.map(({ since }) => since));
  }

  async run(order: number, handle: () => Promise<void>): Promise<void> {
    if (this.line.length > 0) return this.join(order, handle);
    try {
      await handle();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return this.join(order, handle);
    }
  }

  /** Rejects the waiting events with ConsumerClosedError. */
  close(): void {
    this.closing.abort();
    for (const { reject } of this.line.splice(0)) reject(new ConsumerClosedError());
  }

  private join(order: number, handle: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.closing.signal.aborted) return reject(new ConsumerClosedError());
      this.line.push({ order, since: Date.now(), handle, resolve, reject });
      this.line.sort((one, other) => one.order - other.order);
      if (!this.draining) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.draining = true;
    for (let first = this.line[0]; first !== undefined; first = this.line[0]) {
      await sleep(this.pauseMs, undefined, { signal: this.closing.signal }).catch(() => undefined);
      while ((first = this.line[0]) !== undefined && (await this.attempt(first)));
    }
    this.draining = false;
  }

  /** Whether the event has left the line. */
  private async attempt(event: Waiting): Promise<boolean> {
    try {
      await event.handle();
      event.resolve();
    } catch (error) {
      if (isUnavailable(error) && Date.now() - event.since < MAX_WAIT_MS) return false;
      event.reject(error);
    }
    const place = this.line.indexOf(event);
    if (place >= 0) this.line.splice(place, 1);
    return true;
  }
}
