import type { ClientFrame, LiveFrame, PongFrame, SendFrame } from '@messenger/live';
import { Heartbeat } from './heartbeat.js';
import type { LiveEvent } from './live-event.js';
import { PendingSends, type SendAnswer } from './pending-sends.js';

/** The part of a WebSocket that the client uses: browsers, Node.js 22 and the package `ws` have it. */
export interface WebSocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** How a connection ended. `opened` is false where the upgrade was refused. */
export interface SocketClose {
  opened: boolean;
  code: number;
  reason: string;
}

export interface ClientSocketOptions {
  accessToken: string;
  cursor: string | null;
  onFrame: (frame: LiveEvent | LiveFrame) => void;
}

/** One WebSocket: sends `resume` when it opens, and resolves `closed` when it closes or its line is dead. */
export class ClientSocket {
  readonly closed: Promise<SocketClose>;
  private readonly webSocket: WebSocketLike;
  private resolveClosed!: (close: SocketClose) => void;
  private opened = false;
  private isClosed = false;
  private readonly heartbeat = new Heartbeat(
    () => this.send({ type: 'ping' }),
    () => this.close(),
  );
  private readonly pendingSends = new PendingSends();

  constructor(
    WebSocket: WebSocketConstructor,
    url: string,
    private readonly options: ClientSocketOptions,
  ) {
    this.closed = new Promise((resolve) => (this.resolveClosed = resolve));
    this.webSocket = new WebSocket(webSocketUrl(url), ['bearer', options.accessToken]);
    // The upgrade.
    this.heartbeat.expectAnswer();
    this.webSocket.addEventListener('open', () => this.onOpen());
    this.webSocket.addEventListener('message', ({ data }) => this.onMessage(String(data)));
    this.webSocket.addEventListener('close', ({ code, reason }) => this.onClose(code, reason));
    // A close event follows each error.
    this.webSocket.addEventListener('error', () => undefined);
  }

  send(frame: ClientFrame): void {
    if (this.opened && !this.isClosed) this.webSocket.send(JSON.stringify(frame));
  }

  /** Resolves with undefined where the socket is closed, closes before the answer, or has the same id under way. */
  async sendMessage(frame: SendFrame, signal?: AbortSignal): Promise<SendAnswer | undefined> {
    if (!this.opened || this.isClosed || this.pendingSends.has(frame.id)) return undefined;
    const answer = this.pendingSends.add(frame.id, signal);
    this.send(frame);
    this.heartbeat.expectAnswer();
    return answer;
  }

  /** Drops later frames and resolves `closed` without waiting for the server's close frame. */
  close(): void {
    this.webSocket.close();
    this.onClose(1000, 'closed');
  }

  private onOpen(): void {
    this.opened = true;
    this.heartbeat.recordActivity();
    this.send({ type: 'resume', cursor: this.options.cursor });
  }

  private onMessage(text: string): void {
    if (this.isClosed) return;
    this.heartbeat.recordActivity();
    const frame = JSON.parse(text) as LiveEvent | LiveFrame | SendAnswer | PongFrame;
    if (frame.type === 'sent' || frame.type === 'refused') this.pendingSends.settle(frame);
    else if (frame.type !== 'pong') this.options.onFrame(frame);
  }

  private onClose(code: number, reason: string): void {
    this.isClosed = true;
    this.heartbeat.stop();
    this.pendingSends.abandon();
    this.resolveClosed({ opened: this.opened, code, reason });
  }
}

function webSocketUrl(url: string): string {
  return `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/v1/ws`;
}
