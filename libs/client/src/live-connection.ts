import { CLOSE_CODES, type LiveFrame } from '@messenger/live';
import { Backoff } from './backoff.js';
import { isPassing, LiveEndedError } from './errors.js';
import { ok } from './http.js';
import type { LiveEvent } from './live-event.js';
import { LiveSocket, type LiveEnd, type WebSocketConstructor } from './live-socket.js';
import { Repeats } from './repeats.js';
import type { Session } from './session.js';

/** `live`: what happens arrives as it happens; `waiting`: until the next attempt to connect. */
export type LiveStatus = 'connecting' | 'live' | 'waiting' | 'ended';

export interface LiveOptions {
  /** What to resume by; null: from now on. Default: null. */
  cursor?: string | null;
  onStatus?: (status: LiveStatus) => void;
}

/** Events that wait for the one who iterates; past them the connection is given up until half of them are taken. */
const MAX_WAITING = 1_000;
/** Milliseconds between looks at the token's age. */
const LOOK_INTERVAL = 1_000;

/** Ends that the same attempt would only meet again. */
const FINAL = new Set<number>(
  [CLOSE_CODES.tooManySockets, CLOSE_CODES.cursorExpired, CLOSE_CODES.unexpectedFrame].map(({ code }) => code),
);
const UNAUTHENTICATED: number = CLOSE_CODES.tokenExpired.code;

/**
 * What happens to a person, once and in order, through every loss of the connection: iterate over it, once.
 *
 * The iteration ends with `close()`. It rejects with SignedOutError where the session is over, and with LiveEndedError
 * where the API ends the connection for good: 4409, 4410, 1008.
 */
export class LiveConnection implements AsyncIterable<LiveEvent> {
  /** Resolves once events arrive live; rejects where the connection ends before. */
  readonly ready: Promise<void>;
  private readonly events: ReadableStream<LiveEvent>;
  private readonly closing = new AbortController();
  private readonly backoff = new Backoff();
  private readonly repeats = new Repeats();
  private queue!: ReadableStreamDefaultController<LiveEvent>;
  private settleReady!: { resolve: () => void; reject: (error: unknown) => void };
  private socket: LiveSocket | undefined;
  private dealtWith: string | null;
  private received: string | null;
  private taken: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    private readonly WebSocket: WebSocketConstructor,
    private readonly options: LiveOptions,
  ) {
    this.dealtWith = this.received = options.cursor ?? null;
    this.ready = new Promise((resolve, reject) => (this.settleReady = { resolve, reject }));
    // Whoever iterates is told, too.
    this.ready.catch(() => undefined);
    this.events = new ReadableStream(
      {
        start: (queue) => void (this.queue = queue),
        pull: () => this.taken(),
        cancel: () => this.close(),
      },
      { highWaterMark: MAX_WAITING },
    );
    this.closing.signal.addEventListener('abort', () => {
      this.socket?.close();
      this.taken();
    });
    void this.run();
  }

  /** Of the last event that was dealt with: for another connection that goes on here. */
  get cursor(): string | null {
    return this.dealtWith;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<LiveEvent> {
    for await (const event of this.events) {
      yield event;
      this.dealtWith = event.cursor;
    }
  }

  /** Ends the connection; events that have arrived can still be taken. */
  close(): void {
    this.closing.abort();
  }

  private async run(): Promise<void> {
    try {
      while (!this.closing.signal.aborted) await this.attempt();
      this.settleReady.reject(new LiveEndedError(1000, 'closed'));
      // Throws where whoever iterates has closed it, by leaving: then nobody is there to hear of an error either.
      this.queue.close();
    } catch (error) {
      this.settleReady.reject(error);
      this.queue.error(error);
    } finally {
      this.report('ended');
    }
  }

  private async attempt(): Promise<void> {
    await this.room();
    this.report('connecting');
    try {
      const accessToken = await this.session.accessToken();
      // Closed meanwhile: nobody would close what began now.
      if (!this.closing.signal.aborted) await this.converse(accessToken);
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    if (this.closing.signal.aborted) return;
    this.report('waiting');
    await this.backoff.pause(this.closing.signal);
  }

  private async room(): Promise<void> {
    if ((this.queue.desiredSize ?? 0) > 0) return;
    while ((this.queue.desiredSize ?? 0) < MAX_WAITING / 2 && !this.closing.signal.aborted) {
      await new Promise<void>((resolve) => (this.taken = resolve));
    }
  }

  private async converse(accessToken: string): Promise<void> {
    const { code, reason, opened } = await this.connect(accessToken);
    if (FINAL.has(code)) throw new LiveEndedError(code, reason);
    if (code === UNAUTHENTICATED) await this.session.refresh(accessToken);
    // A browser does not tell why an upgrade was refused: HTTP does, and refreshes the tokens where it was they.
    else if (!opened && !this.closing.signal.aborted) await ok(this.session.api.GET('/v1/auth/sessions'));
  }

  private async connect(accessToken: string): Promise<LiveEnd> {
    const socket = new LiveSocket(this.WebSocket, this.session.url, {
      accessToken,
      cursor: this.received,
      onFrame: (frame) => this.take(frame),
    });
    this.socket = socket;
    const unsubscribe = this.session.onTokens((tokens) => socket.say({ type: 'auth', token: tokens.accessToken }));
    // Replaces the tokens in time; where that fails, the API's 4401 says so.
    const renewal = setInterval(() => void this.session.accessToken().catch(() => undefined), LOOK_INTERVAL);
    try {
      return await socket.ended;
    } finally {
      clearInterval(renewal);
      unsubscribe();
    }
  }

  private take(frame: LiveEvent | LiveFrame): void {
    this.received = frame.cursor;
    if (frame.type === 'live') return this.goLive();
    if (this.repeats.isRepeat(frame)) return;
    this.queue.enqueue(frame);
    if ((this.queue.desiredSize ?? 0) <= 0) this.socket?.close();
  }

  private goLive(): void {
    this.backoff.reset();
    this.settleReady.resolve();
    this.report('live');
  }

  private report(status: LiveStatus): void {
    this.options.onStatus?.(status);
  }
}
