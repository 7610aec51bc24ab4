import type { Caller } from '@messenger/authentication';
import { CLOSES, type Close, type ServerFrame } from '@messenger/live';
import { WebSocket } from 'ws';
import type { Positions } from '../events/event-cursor.js';
import { closedSockets } from './live.metrics.js';

/** Bytes that may wait for a peer that reads more slowly than it is told. */
const MAX_BUFFERED = 1024 * 1024;
/** Milliseconds. */
const PING_INTERVAL = 25_000;
const MAX_SILENCE = 60_000;

/** `fresh`: has not resumed yet; `resuming`, `behind`: reads the logs; `live`: is told what the feed hears. */
export type LiveState = 'fresh' | 'resuming' | 'live' | 'behind';

/** One device's connection. */
export class LiveSocket {
  state: LiveState = 'fresh';
  /** What the device has been sent. While live, the feed's positions count where they are further. */
  positions: Positions | undefined;
  closedByUs = false;
  private heardAt = Date.now();
  private pingedAt = Date.now();

  constructor(
    private readonly webSocket: WebSocket,
    private caller: Caller,
    private token: string,
  ) {}

  get userId(): string {
    return this.caller.userId;
  }

  get sessionId(): string {
    return this.caller.sessionId;
  }

  get expiresAt(): Date {
    return this.caller.expiresAt;
  }

  /** What the logs are read with. */
  get accessToken(): string {
    return this.token;
  }

  get open(): boolean {
    return this.webSocket.readyState === WebSocket.OPEN;
  }

  /** Sends a frame at once; one too many for the peer ends the connection instead. */
  send(frame: string): void {
    if (!this.open) return;
    if (this.webSocket.bufferedAmount > MAX_BUFFERED) this.close(CLOSES.readsTooSlowly);
    else this.webSocket.send(frame);
  }

  /** Sends a frame as soon as the peer has taken those before; resolves also where the connection ends. */
  async sendInTurn(frame: ServerFrame): Promise<void> {
    if (!this.open) return;
    await new Promise<void>((resolve) => this.webSocket.send(JSON.stringify(frame), () => resolve()));
  }

  /** The same person goes on with a fresh token. */
  renew(caller: Caller, accessToken: string): void {
    this.caller = caller;
    this.token = accessToken;
  }

  close({ code, reason }: Close): void {
    if (!this.open) return;
    closedSockets.inc({ code });
    this.webSocket.close(code, reason);
    this.closedByUs = true;
  }

  /** Without a word: for a peer that would not hear it. */
  terminate(): void {
    this.webSocket.terminate();
  }

  /** The peer has said something, if only a pong. */
  hear(): void {
    this.heardAt = Date.now();
  }

  /** To be called often: asks whether the peer is there, and ends the connection where it does not answer. */
  keepAlive(now: number): void {
    if (now - this.heardAt >= MAX_SILENCE) return this.terminate();
    if (now - this.pingedAt < PING_INTERVAL || !this.open) return;
    this.pingedAt = now;
    this.webSocket.ping();
  }
}
