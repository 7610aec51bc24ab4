import type { Duplex } from 'node:stream';
import type { Caller } from '@messenger/authentication';
import { CLOSE_CODES, type CloseCode, type ServerFrame } from '@messenger/live';
import { WebSocket } from 'ws';
import type { Positions } from '../events/event-cursor.js';
import { closedSockets } from './live.metrics.js';

/** Unsent data above which a client counts as too slow. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const PING_INTERVAL_MS = 25_000;
const MAX_SILENCE_MS = 60_000;

/** `connected`: has not resumed; `resuming`, `catching-up`: reads the logs; `live`: gets the events of the feed. */
export type SocketState = 'connected' | 'resuming' | 'live' | 'catching-up';

/** The server's end of the live connection of one device. */
export class ServerSocket {
  state: SocketState = 'connected';
  /** Up to where the device has been sent the logs. While it is live, the feed's positions hold where they are higher. */
  positions: Positions | undefined;
  closedByUs = false;
  /** By the monotonic clock: a step of the wall clock is no silence. */
  private activeAtMs = performance.now();
  private pingedAtMs = performance.now();

  constructor(
    private readonly webSocket: WebSocket,
    private readonly stream: Duplex,
    private caller: Caller,
    private token: string,
  ) {}

  get userId(): string {
    return this.caller.userId;
  }

  get sessionId(): string {
    return this.caller.sessionId;
  }

  get keyId(): string {
    return this.caller.keyId;
  }

  get expiresAt(): Date {
    return this.caller.expiresAt;
  }

  /** Authenticates the rpcs that read the logs. */
  get accessToken(): string {
    return this.token;
  }

  get open(): boolean {
    return this.webSocket.readyState === WebSocket.OPEN;
  }

  /**
   * Sends a frame at once, or closes the connection where the client reads too slowly.
   *
   * @param onSent is called once the frame has left the process
   */
  send(frame: string, onSent?: () => void): void {
    if (!this.open) return;
    if (this.webSocket.bufferedAmount > MAX_BUFFERED_BYTES) this.close(CLOSE_CODES.readsTooSlowly);
    else this.collect(() => this.webSocket.send(frame, onSent));
  }

  /** Sends a frame that answers one of the client's. */
  sendFrame(frame: ServerFrame): void {
    this.send(JSON.stringify(frame));
  }

  /** Sends a frame, and resolves once it has left the process or the connection is closed. */
  async sendAndFlush(frame: ServerFrame): Promise<void> {
    if (!this.open) return;
    await new Promise<void>((resolve) => this.webSocket.send(JSON.stringify(frame), () => resolve()));
  }

  /** Replaces the token with a fresh one of the same user. */
  reauthenticate(caller: Caller, accessToken: string): void {
    this.caller = caller;
    this.token = accessToken;
  }

  close({ code, reason }: CloseCode): void {
    if (!this.open) return;
    closedSockets.inc({ code });
    this.webSocket.close(code, reason);
    this.closedByUs = true;
  }

  /** Closes the connection without a close frame: for a client that would not answer one. */
  terminate(): void {
    this.webSocket.terminate();
  }

  /** The client has sent a frame, a ping or a pong. */
  recordActivity(): void {
    this.activeAtMs = performance.now();
  }

  /** Pings a silent client, and terminates one that is silent for too long. Call it several times a second. */
  keepAlive(nowMs: number): void {
    if (nowMs - this.activeAtMs >= MAX_SILENCE_MS) return this.terminate();
    if (nowMs - this.pingedAtMs < PING_INTERVAL_MS || !this.open) return;
    this.pingedAtMs = nowMs;
    this.webSocket.ping();
  }

  /** Frames of one turn of the event loop leave in one write: each write is a system call. */
  private collect(send: () => void): void {
    if (this.stream.writableCorked === 0) {
      this.stream.cork();
      process.nextTick(() => this.stream.uncork());
    }
    send();
  }
}
