import { CLOSE_CODES, type LiveFrame } from '@messenger/live';
import { Backoff } from './backoff.js';
import { ClientSocket, type SocketClose, type WebSocketConstructor } from './client-socket.js';
import { DuplicateFilter } from './duplicate-filter.js';
import { isTransient, LiveEndedError } from './errors.js';
import { EventQueue } from './event-queue.js';
import { ok, requestTimeout } from './http.js';
import type { LiveEvent } from './live-event.js';
import type { Session } from './session.js';

/** `live`: the replay is over and events arrive as they happen; `waiting`: until the next attempt to connect. */
export type LiveStatus = 'connecting' | 'live' | 'waiting' | 'ended';

export interface LiveOptions {
  /** Resumes after this cursor; null starts with the next event. Default: null. */
  cursor?: string | null;
  onStatus?: (status: LiveStatus) => void;
  /**
   * The events after the cursor are no longer kept, or a backup of the database was restored. The connection has begun
   * again with the next event: read afresh what is shown. Without it, the connection ends with 4410.
   */
  onExpired?: () => void;
}

const TOKEN_CHECK_INTERVAL_MS = 1_000;

/** Close codes after which another attempt would be closed the same way. */
const FINAL_CLOSE_CODES = new Set<number>(
  [CLOSE_CODES.tooManySockets, CLOSE_CODES.cursorExpired, CLOSE_CODES.unexpectedFrame].map(({ code }) => code),
);
const EXPIRED_CLOSE_CODE: number = CLOSE_CODES.cursorExpired.code;
const UNAUTHENTICATED_CLOSE_CODE: number = CLOSE_CODES.tokenExpired.code;

/**
 * A user's events, each once and in order, across reconnects. It can be iterated once.
 *
 * The iteration ends with `close()`. It rejects with SignedOutError if the session has ended, and with LiveEndedError
 * if the API closed the connection for good: 4409, 1008, and 4410 where nothing reads afresh.
 */
export class LiveConnection implements AsyncIterable<LiveEvent> {
  /** Resolves when the replay is over; rejects if the connection ends before. */
  readonly ready: Promise<void>;
  private readonly queue: EventQueue;
  private readonly abort = new AbortController();
  private readonly backoff = new Backoff();
  /** Ends the pause before the next attempt. */
  private wake = new AbortController();
  private duplicates = new DuplicateFilter();
  /** Whether the next `live` tells the application to read afresh. */
  private hasExpired = false;
  private settleReady!: { resolve: () => void; reject: (error: unknown) => void };
  private socket: ClientSocket | undefined;
  private receivedCursor: string | null;

  constructor(
    private readonly session: Session,
    private readonly WebSocket: WebSocketConstructor,
    private readonly options: LiveOptions,
  ) {
    this.receivedCursor = options.cursor ?? null;
    this.queue = new EventQueue(this.receivedCursor, () => this.close());
    this.ready = new Promise((resolve, reject) => (this.settleReady = { resolve, reject }));
    // The iteration rejects with the same error.
    this.ready.catch(() => undefined);
    this.abort.signal.addEventListener('abort', () => {
      this.socket?.close();
      this.queue.wake();
    });
    void this.run();
  }

  /**
   * Resumes after the last event that the iteration has returned; with none queued, after the last frame received.
   * Null until the first live frame of a connection that began without a cursor.
   */
  get cursor(): string | null {
    return this.queue.cursor;
  }

  [Symbol.asyncIterator](): AsyncIterator<LiveEvent> {
    return this.queue.read();
  }

  /** Closes the connection; events that are queued can still be read. */
  close(): void {
    this.abort.abort();
  }

  /** Connects without waiting for the end of the pause: for who knows that the network is back. */
  retry(): void {
    this.wake.abort();
  }

  private async run(): Promise<void> {
    try {
      while (!this.abort.signal.aborted) await this.attempt();
      this.settleReady.reject(new LiveEndedError(1000, 'closed'));
      // Throws if the consumer left its loop, which cancels the stream: then nobody waits for the error either.
      this.queue.close();
    } catch (error) {
      this.settleReady.reject(error);
      this.queue.fail(error);
    } finally {
      this.report('ended');
    }
  }

  private async attempt(): Promise<void> {
    await this.queue.space(this.abort.signal);
    this.report('connecting');
    try {
      const accessToken = await this.session.accessToken();
      // A socket opened after close() would never be closed.
      if (!this.abort.signal.aborted) await this.runSocket(accessToken);
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
    this.session.ended.throwIfAborted();
    if (this.abort.signal.aborted) return;
    this.wake = new AbortController();
    this.report('waiting');
    await this.backoff.pause(AbortSignal.any([this.abort.signal, this.wake.signal]));
  }

  private async runSocket(accessToken: string): Promise<void> {
    const { code, reason, opened } = await this.connect(accessToken);
    if (code === EXPIRED_CLOSE_CODE && this.options.onExpired !== undefined) this.startAfresh();
    else if (FINAL_CLOSE_CODES.has(code)) throw new LiveEndedError(code, reason);
    if (code === UNAUTHENTICATED_CLOSE_CODE) await this.session.refresh(accessToken);
    // A browser hides why an upgrade was refused. An HTTP request shows it, and refreshes an expired token.
    else if (!opened && !this.abort.signal.aborted) await this.probe();
  }

  private startAfresh(): void {
    this.receivedCursor = null;
    this.duplicates = new DuplicateFilter();
    this.hasExpired = true;
  }

  private async probe(): Promise<void> {
    await ok(this.session.api.GET('/v1/auth/sessions', { signal: requestTimeout(this.abort.signal) }));
  }

  private async connect(accessToken: string): Promise<SocketClose> {
    const socket = new ClientSocket(this.WebSocket, this.session.url, {
      accessToken,
      cursor: this.receivedCursor,
      onFrame: (frame) => this.onFrame(frame),
    });
    this.socket = socket;
    const close = () => socket.close();
    this.session.ended.addEventListener('abort', close);
    const unsubscribe = this.session.onTokens((tokens) => socket.send({ type: 'auth', token: tokens.accessToken }));
    // Refreshes the tokens before they expire. A failure is ignored: the API then closes with 4401.
    const tokenCheck = setInterval(
      () => void this.session.accessToken().catch(() => undefined),
      TOKEN_CHECK_INTERVAL_MS,
    );
    try {
      return await socket.closed;
    } finally {
      clearInterval(tokenCheck);
      unsubscribe();
      this.session.ended.removeEventListener('abort', close);
      this.session.liveSockets.delete(socket);
    }
  }

  private onFrame(frame: LiveEvent | LiveFrame): void {
    this.receivedCursor = frame.cursor;
    if (frame.type === 'live') return this.onLive(frame);
    if (this.duplicates.isDuplicate(frame)) return this.queue.advance(frame.cursor);
    this.queue.push(frame);
    if (this.queue.isFull) this.socket?.close();
  }

  private onLive({ cursor }: LiveFrame): void {
    this.queue.advance(cursor);
    if (this.socket !== undefined) this.session.liveSockets.add(this.socket);
    this.backoff.reset();
    this.settleReady.resolve();
    this.report('live');
    if (!this.hasExpired) return;
    this.hasExpired = false;
    this.options.onExpired?.();
  }

  private report(status: LiveStatus): void {
    this.options.onStatus?.(status);
  }
}
