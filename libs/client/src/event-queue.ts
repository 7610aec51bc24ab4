import type { LiveEvent } from './live-event.js';

/** At this length the queue is full; it takes events again when it is half empty. */
const MAX_QUEUED_EVENTS = 1_000;

/** A cursor, with the event that it follows where there is one. */
interface Entry {
  cursor: string;
  event?: LiveEvent;
}

/** The events between the socket and the loop that reads them, and the cursor up to which they have been read. */
export class EventQueue {
  private readonly stream: ReadableStream<Entry>;
  private controller!: ReadableStreamDefaultController<Entry>;
  private queuedEvents = 0;
  private onPull: () => void = () => undefined;

  constructor(
    private currentCursor: string | null,
    onCancel: () => void,
  ) {
    const start = (controller: ReadableStreamDefaultController<Entry>) => void (this.controller = controller);
    const strategy = { highWaterMark: MAX_QUEUED_EVENTS };
    this.stream = new ReadableStream({ start, pull: () => this.onPull(), cancel: onCancel }, strategy);
  }

  /** Of the last event that was read, or of the server's head where no event is queued. */
  get cursor(): string | null {
    return this.currentCursor;
  }

  get isFull(): boolean {
    return this.freeEntries <= 0;
  }

  push(event: LiveEvent): void {
    this.queuedEvents++;
    this.controller.enqueue({ cursor: event.cursor, event });
  }

  /** Moves the cursor once all events that are queued now have been read. */
  advance(cursor: string): void {
    if (this.queuedEvents > 0) this.controller.enqueue({ cursor });
    else this.currentCursor = cursor;
  }

  /** Resolves at once if the queue is not full, otherwise when it is half empty or the signal aborts. */
  async space(signal: AbortSignal): Promise<void> {
    if (!this.isFull) return;
    while (this.freeEntries < MAX_QUEUED_EVENTS / 2 && !signal.aborted) {
      await new Promise<void>((resolve) => (this.onPull = resolve));
    }
  }

  /** Ends a wait for space. */
  wake(): void {
    this.onPull();
  }

  /** Throws if the reader has left its loop, which cancels the stream. */
  close(): void {
    this.controller.close();
  }

  fail(error: unknown): void {
    this.controller.error(error);
  }

  async *read(): AsyncGenerator<LiveEvent, void, undefined> {
    // Safari cannot iterate over a ReadableStream.
    const reader = this.stream.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        this.currentCursor = next.value.cursor;
        if (next.value.event === undefined) continue;
        this.queuedEvents--;
        yield next.value.event;
      }
    } finally {
      // Rejects if the stream has failed, which the loop has thrown already.
      await reader.cancel().catch(() => undefined);
      reader.releaseLock();
    }
  }

  private get freeEntries(): number {
    return this.controller.desiredSize ?? 0;
  }
}
