import { expect, vi } from 'vitest';
import type { WebSocketLike } from './client-socket.js';

/** The server's end of each connection, in their order. */
export const sockets: FakeWebSocket[] = [];

export class FakeWebSocket implements WebSocketLike {
  readonly sent: unknown[] = [];
  private readonly listeners = new Map<string, (event: never) => void>();

  constructor(readonly url: string) {
    sockets.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.emit('close', { code: 1005, reason: '' });
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.listeners.set(type, listener);
  }

  emit(type: string, event: unknown = {}): void {
    this.listeners.get(type)?.(event as never);
  }

  receive(...frames: object[]): void {
    for (const frame of frames) this.emit('message', { data: JSON.stringify(frame) });
  }
}

/** The nth connection, open. */
export async function connection(nth: number): Promise<FakeWebSocket> {
  const socket = await vi.waitFor(() => {
    expect(sockets.length).toBeGreaterThanOrEqual(nth);
    return sockets[nth - 1] as FakeWebSocket;
  });
  socket.emit('open');
  return socket;
}
