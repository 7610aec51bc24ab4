import { WebSocket, type ClientOptions } from 'ws';
import { expect, vi } from 'vitest';

/** A frame of the server. */
export interface Frame {
  type: string;
  cursor: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what the API says is what the tests are about
  data?: any;
}

/** A live connection, as a plain WebSocket client sees it. */
export class Device {
  readonly frames: Frame[] = [];
  /** Set once it has ended. */
  closed: { code: number; reason: string } | undefined;

  private constructor(readonly webSocket: WebSocket) {
    webSocket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    webSocket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    webSocket.on('error', () => undefined);
  }

  /** Open, and silent. */
  static async connect(gatewayUrl: string, accessToken: string): Promise<Device> {
    return Device.opened(new WebSocket(liveUrl(gatewayUrl), ['bearer', accessToken]));
  }

  static async connectWith(gatewayUrl: string, options: ClientOptions): Promise<Device> {
    return Device.opened(new WebSocket(liveUrl(gatewayUrl), options));
  }

  private static async opened(webSocket: WebSocket): Promise<Device> {
    const device = new Device(webSocket);
    await device.eventually(() => expect(device.webSocket.readyState).toBe(WebSocket.OPEN));
    return device;
  }

  /** Live: from the cursor on, or from now. */
  static async live(gatewayUrl: string, accessToken: string, cursor: string | null = null): Promise<Device> {
    const device = await Device.connect(gatewayUrl, accessToken);
    device.say({ type: 'resume', cursor });
    await device.isLive();
    return device;
  }

  /** The events so far. */
  get events(): Frame[] {
    return this.frames.filter(({ type }) => type !== 'live');
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }

  /** Texts of the messages sent, in their order. */
  get texts(): string[] {
    return this.events.filter(({ type }) => type === 'chat.message_sent.v1').map(({ data }) => data.text as string);
  }

  get cursor(): string | null {
    return this.frames.at(-1)?.cursor ?? null;
  }

  say(frame: unknown): void {
    this.webSocket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  isLive(): Promise<void> {
    return this.eventually(() => expect(this.frames.map(({ type }) => type)).toContain('live'));
  }

  hears(count: number): Promise<void> {
    return this.eventually(() => expect(this.events.length).toBeGreaterThanOrEqual(count));
  }

  async isClosed(timeout = 5_000): Promise<{ code: number; reason: string }> {
    await this.eventually(() => expect(this.closed).toBeDefined(), timeout);
    return this.closed!;
  }

  /** Without a word, as a network does. */
  cut(): void {
    this.webSocket.terminate();
  }

  private eventually(check: () => void, timeout = 5_000): Promise<void> {
    return vi.waitFor(check, { timeout, interval: 5 });
  }
}

/** The HTTP status and the problem that an upgrade is refused with. */
export function refusedUpgrade(
  gatewayUrl: string,
  { protocols = [], path = '/v1/ws', ...options }: ClientOptions & { protocols?: string[]; path?: string },
): Promise<{ status: number | undefined; reason: string }> {
  const webSocket = new WebSocket(liveUrl(gatewayUrl, path), protocols, options);
  return new Promise((resolve, reject) => {
    webSocket.on('open', () => {
      webSocket.terminate();
      reject(new Error('It was not refused'));
    });
    webSocket.on('error', reject);
    webSocket.on('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { reason } = JSON.parse(Buffer.concat(chunks).toString()) as { reason: string };
        resolve({ status: response.statusCode, reason });
      });
    });
  });
}

export function liveUrl(gatewayUrl: string, path = '/v1/ws'): string {
  return gatewayUrl.replace(/^http/, 'ws') + path;
}
