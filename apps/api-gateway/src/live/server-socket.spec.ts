import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ServerSocket } from './server-socket.js';

/** The part of a WebSocket that keep-alive uses. */
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

const CALLER = { userId: 'u', sessionId: 's', keyId: 'k', expiresAt: new Date(), authenticatedAt: new Date() };

let webSocket: FakeWebSocket;
let socket: ServerSocket;
let startedAtMs: number;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  startedAtMs = performance.now();
  webSocket = new FakeWebSocket();
  socket = new ServerSocket(webSocket as unknown as WebSocket, new PassThrough(), CALLER, 'token');
});
afterEach(() => vi.useRealTimers());

/** Calls keepAlive every second; the gateway does so more often. */
function seconds(from: number, to: number): void {
  for (let second = from; second <= to; second++) {
    vi.advanceTimersByTime(startedAtMs + second * 1_000 - performance.now());
    socket.keepAlive(performance.now());
  }
}

it('pings a client every 25 s', () => {
  seconds(0, 24);
  expect(webSocket.calls).toEqual([]);
  seconds(25, 25);
  expect(webSocket.calls).toEqual(['ping']);
  seconds(26, 50);
  expect(webSocket.calls).toEqual(['ping', 'ping']);
});

it('terminates a client that has been silent for 60 s', () => {
  seconds(0, 59);
  expect(webSocket.calls).toEqual(['ping', 'ping']);
  seconds(60, 60);
  expect(webSocket.calls.at(-1)).toBe('terminate');
});

it('keeps a client that answers', () => {
  seconds(0, 40);
  socket.recordActivity();
  seconds(41, 99);
  expect(webSocket.calls).not.toContain('terminate');
  seconds(100, 100);
  expect(webSocket.calls.at(-1)).toBe('terminate');
});

it('keeps a client through a step of the wall clock, forwards and back', () => {
  seconds(0, 20);
  vi.setSystemTime(3_600_000);
  seconds(21, 24);
  vi.setSystemTime(0);
  seconds(25, 25);
  expect(webSocket.calls).toEqual(['ping']);
});
