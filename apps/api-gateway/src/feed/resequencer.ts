import type { FeedEvent } from '@messenger/events';

/** For messages of two instances that have overtaken each other. */
export const GRACE_MS = 100;

export interface SequenceListener {
  /** The event that follows the last one. */
  onEvent(event: FeedEvent): void;
  /** Events up to `head` have not come, or may not have: the log has them. */
  onGap(head: number): void;
  /** The log goes back: its database was restored, and positions are given again. */
  onRestored(): void;
}

/** For so long a message may be older than the last one: heads are read, published and delivered side by side. */
export const MAX_BACKWARDS_MS = 3_000;

/** Puts the events of one service's feed in the order of their positions, and notices what is missing. */
export class Resequencer {
  private last: number | undefined;
  /** The log's furthest known position. */
  private head = 0;
  private readonly early = new Map<number, FeedEvent>();
  private grace: NodeJS.Timeout | undefined;
  /** Since when every message has said a lower head; milliseconds. */
  private backwardsSince: number | undefined;

  constructor(private readonly listener: SequenceListener) {}

  /** The events of one commit, and how far the log goes. */
  accept(head: number, events: FeedEvent[]): void {
    if (this.goesBack(head)) return this.listener.onRestored();
    // What came before the first message is read from the log.
    if (this.last === undefined) this.skipTo(events[0] === undefined ? head : events[0].position - 1);
    for (const event of events) if (event.position > this.positionOrZero) this.early.set(event.position, event);
    this.head = Math.max(this.head, head);
    this.release();
    if (this.head > this.positionOrZero) this.grace ??= setTimeout(() => this.giveUp(), GRACE_MS);
  }

  /** Messages may have been lost: the next one is the first. */
  reset(): void {
    clearTimeout(this.grace);
    this.grace = undefined;
    this.last = undefined;
    this.head = 0;
    this.backwardsSince = undefined;
    this.early.clear();
  }

  private goesBack(head: number): boolean {
    if (head >= this.head) this.backwardsSince = undefined;
    else this.backwardsSince ??= performance.now();
    return this.backwardsSince !== undefined && performance.now() - this.backwardsSince > MAX_BACKWARDS_MS;
  }

  private get positionOrZero(): number {
    return this.last ?? 0;
  }

  private release(): void {
    for (let event; (event = this.early.get(this.positionOrZero + 1)) !== undefined;) {
      this.early.delete(event.position);
      this.last = event.position;
      this.listener.onEvent(event);
    }
    if (this.head > this.positionOrZero) return;
    clearTimeout(this.grace);
    this.grace = undefined;
  }

  private giveUp(): void {
    this.grace = undefined;
    while (this.head > this.positionOrZero) {
      this.skipTo(Math.min(this.head, ...[...this.early.keys()].map((position) => position - 1)));
      this.release();
    }
  }

  private skipTo(head: number): void {
    this.last = head;
    this.listener.onGap(head);
  }
}
