import type { ClientFrame, LiveFrame } from '@messenger/live';
import type { LiveEvent } from './live-event.js';

/** The part of a WebSocket that the client uses: browsers, Node.js 22 and the package `ws` have it. */
export interface WebSocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  /** Only `ws` reports pings: browsers and Node.js answer them silently. */
  on?(type: 'ping', listener: () => void): void;
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

/** Longer than two of the API's pings, which come every 25 s. */
const MAX_SILENCE_MS = 60_000;

/** One WebSocket: sends `resume` when it opens, and resolves `closed` when it closes. */
export class ClientSocket {
  readonly closed: Promise<SocketClose>;
  private readonly webSocket: WebSocketLike;
  private resolveClosed!: (close: SocketClose) => void;
  private opened = false;
  private isClosed = false;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    WebSocket: WebSocketConstructor,
    url: string,
    private readonly options: ClientSocketOptions,
  ) {
    this.closed = new Promise((resolve) => (this.resolveClosed = resolve));
    this.webSocket = new WebSocket(webSocketUrl(url), ['bearer', options.accessToken]);
    this.webSocket.addEventListener('open', () => this.onOpen());
    this.webSocket.addEventListener('message', ({ data }) => this.onMessage(String(data)));
    this.webSocket.addEventListener('close', ({ code, reason }) => this.onClose(code, reason));
    // A close event follows each error.
    this.webSocket.addEventListener('error', () => undefined);
    this.webSocket.on?.('ping', () => this.restartSilenceTimer());
  }

  send(frame: ClientFrame): void {
    if (this.opened && !this.isClosed) this.webSocket.send(JSON.stringify(frame));
  }

  /** Drops later frames and resolves `closed` without waiting for the server's close frame. */
  close(): void {
    this.webSocket.close();
    this.onClose(1000, 'closed');
  }

  private onOpen(): void {
    this.opened = true;
    this.send({ type: 'resume', cursor: this.options.cursor });
  }

  private onMessage(text: string): void {
    if (!this.isClosed) this.options.onFrame(JSON.parse(text) as LiveEvent | LiveFrame);
  }

  private restartSilenceTimer(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.close(), MAX_SILENCE_MS);
  }

  private onClose(code: number, reason: string): void {
    this.isClosed = true;
    clearTimeout(this.silenceTimer);
    this.resolveClosed({ opened: this.opened, code, reason });
  }
}

function webSocketUrl(url: string): string {
  return `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/v1/ws`;
}
