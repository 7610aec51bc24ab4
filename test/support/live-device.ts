import { randomUUID } from 'node:crypto';
import { eventually } from '@messenger/testing';
import { expect, onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';

/** A frame of the server. */
export interface Frame {
  type: string;
  /** None in an answer to a send or a ping. */
  cursor?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what the API says is what the tests are about
  data?: any;
  /** Of the send that the frame answers. */
  id?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the same
  message?: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the same
  problem?: any;
  retryAfter?: number;
}

/** How long a frame may be on its way. */
const DELIVERY_TIMEOUT_MS = 5_000;

/** A live connection as a plain WebSocket client sees it, until the test ends. */
export class LiveDevice {
  readonly frames: Frame[] = [];
  /** Set once it has ended. */
  closed: { code: number; reason: string } | undefined;

  private constructor(readonly webSocket: WebSocket) {
    webSocket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    webSocket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    webSocket.on('error', () => undefined);
    onTestFinished(() => webSocket.terminate());
  }

  /** Open, and silent. */
  static async connect(gatewayUrl: string, accessToken: string): Promise<LiveDevice> {
    return LiveDevice.opened(new WebSocket(liveUrl(gatewayUrl), ['bearer', accessToken]));
  }

  static async connectWith(gatewayUrl: string, options: ClientOptions): Promise<LiveDevice> {
    return LiveDevice.opened(new WebSocket(liveUrl(gatewayUrl), options));
  }

  private static async opened(webSocket: WebSocket): Promise<LiveDevice> {
    const device = new LiveDevice(webSocket);
    await eventually(() => expect(device.webSocket.readyState).toBe(WebSocket.OPEN), DELIVERY_TIMEOUT_MS);
    return device;
  }

  /** Live: from the cursor on, or from now. */
  static async live(gatewayUrl: string, accessToken: string, cursor: string | null = null): Promise<LiveDevice> {
    const device = await LiveDevice.connect(gatewayUrl, accessToken);
    device.send({ type: 'resume', cursor });
    await device.isLive();
    return device;
  }

  /** The events so far. */
  get events(): Frame[] {
    return this.frames.filter(({ data }) => data !== undefined);
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }

  /** Texts of the messages sent, in their order. */
  get texts(): string[] {
    return this.events.filter(({ type }) => type === 'chat.message_sent.v1').map(({ data }) => data.text as string);
  }

  get cursor(): string | null {
    return this.frames.findLast(({ cursor }) => cursor !== undefined)?.cursor ?? null;
  }

  send(frame: unknown): void {
    this.webSocket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Sends a message, and resolves with the next frame that answers its id. */
  async sendMessage(chatId: string, text: string, id: string = randomUUID()): Promise<Frame> {
    const answers = () => this.frames.filter((frame) => frame.id === id);
    const before = answers().length;
    this.send({ type: 'send', id, chatId, text });
    return eventually(() => {
      expect(answers().length).toBeGreaterThan(before);
      return answers()[before]!;
    }, DELIVERY_TIMEOUT_MS);
  }

  isLive(): Promise<void> {
    return eventually(() => expect(this.frames.map(({ type }) => type)).toContain('live'), DELIVERY_TIMEOUT_MS);
  }

  /** Resolves once so many events have arrived. */
  receives(count: number): Promise<void> {
    return eventually(() => expect(this.events.length).toBeGreaterThanOrEqual(count), DELIVERY_TIMEOUT_MS);
  }

  async isClosed(timeoutMs = DELIVERY_TIMEOUT_MS): Promise<{ code: number; reason: string }> {
    return eventually(() => {
      expect(this.closed).toBeDefined();
      return this.closed!;
    }, timeoutMs);
  }

  /** Without a close frame, as a network that breaks does. */
  terminate(): void {
    this.webSocket.terminate();
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
