import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { LiveSocket } from './live-socket.js';

/** As far as time has to do with it. */
class FakeWebSocket {
  readonly readyState = WebSocket.OPEN;
  readonly calls: string[] = [];
  ping(): void {
    this.calls.push('ping');
  }
  terminate(): void {
    this.calls.push('terminate');
  }
}

const CALLER = { userId: 'u', sessionId: 's', expiresAt: new Date(), authenticatedAt: new Date() };

let peer: FakeWebSocket;
let socket: LiveSocket;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  peer = new FakeWebSocket();
  socket = new LiveSocket(peer as unknown as WebSocket, CALLER, 'token');
});
afterEach(() => vi.useRealTimers());

/** Looks every second, as the gateway does more often. */
function seconds(from: number, to: number): void {
  for (let second = from; second <= to; second++) {
    vi.setSystemTime(second * 1_000);
    socket.keepAlive(Date.now());
  }
}

it('asks every 25 s whether the peer is there', () => {
  seconds(0, 24);
  expect(peer.calls).toEqual([]);
  seconds(25, 25);
  expect(peer.calls).toEqual(['ping']);
  seconds(26, 50);
  expect(peer.calls).toEqual(['ping', 'ping']);
});

it('drops a peer that has been silent for 60 s', () => {
  seconds(0, 59);
  expect(peer.calls).toEqual(['ping', 'ping']);
  seconds(60, 60);
  expect(peer.calls.at(-1)).toBe('terminate');
});

it('keeps a peer that answers', () => {
  seconds(0, 40);
  socket.hear();
  seconds(41, 99);
  expect(peer.calls).not.toContain('terminate');
  seconds(100, 100);
  expect(peer.calls.at(-1)).toBe('terminate');
});
