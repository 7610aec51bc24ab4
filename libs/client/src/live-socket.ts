import type { ClientFrame, LiveFrame } from '@messenger/live';
import type { LiveEvent } from './live-event.js';

/** The part of a WebSocket that is needed; browsers', Node.js' and that of `ws` have it. */
export interface WebSocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  /** Of `ws` alone: browsers keep pings to themselves. */
  on?(type: 'ping', listener: () => void): void;
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** How a connection ended; `opened`: the upgrade was granted. */
export interface LiveEnd {
  opened: boolean;
  code: number;
  reason: string;
}

export interface LiveSocketOptions {
  accessToken: string;
  cursor: string | null;
  onFrame: (frame: LiveEvent | LiveFrame) => void;
}

/** The API pings every 25 s. Milliseconds. */
const MAX_SILENCE = 60_000;

/** One WebSocket, from its opening to its end. */
export class LiveSocket {
  readonly ended: Promise<LiveEnd>;
  private readonly webSocket: WebSocketLike;
  private end!: (end: LiveEnd) => void;
  private opened = false;
  private over = false;
  private silence: NodeJS.Timeout | undefined;

  constructor(
    WebSocket: WebSocketConstructor,
    url: string,
    private readonly options: LiveSocketOptions,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.webSocket = new WebSocket(liveUrl(url), ['bearer', options.accessToken]);
    this.webSocket.addEventListener('open', () => this.begin());
    this.webSocket.addEventListener('message', ({ data }) => this.hear(String(data)));
    this.webSocket.addEventListener('close', ({ code, reason }) => this.finish(code, reason));
    // The close follows it.
    this.webSocket.addEventListener('error', () => undefined);
    this.webSocket.on?.('ping', () => this.expectMore());
  }

  say(frame: ClientFrame): void {
    if (this.opened && !this.over) this.webSocket.send(JSON.stringify(frame));
  }

  /** Nothing is heard any more, and nobody waits for the peer to agree. */
  close(): void {
    this.webSocket.close();
    this.finish(1000, 'closed');
  }

  private begin(): void {
    this.opened = true;
    this.say({ type: 'resume', cursor: this.options.cursor });
  }

  private hear(text: string): void {
    if (!this.over) this.options.onFrame(JSON.parse(text) as LiveEvent | LiveFrame);
  }

  private expectMore(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.close(), MAX_SILENCE);
  }

  private finish(code: number, reason: string): void {
    this.over = true;
    clearTimeout(this.silence);
    this.end({ opened: this.opened, code, reason });
  }
}

function liveUrl(url: string): string {
  return `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/v1/ws`;
}
