import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveEndedError } from './errors.js';
import { LiveConnection, type LiveStatus } from './live-connection.js';
import type { LiveEvent } from './live-event.js';
import type { WebSocketLike } from './live-socket.js';
import { Session } from './session.js';

/** The server's end of each connection, in their order. */
let sockets: FakeWebSocket[] = [];

class FakeWebSocket implements WebSocketLike {
  readonly said: unknown[] = [];
  private readonly listeners = new Map<string, (event: never) => void>();

  constructor(readonly url: string) {
    sockets.push(this);
  }

  send(text: string): void {
    this.said.push(JSON.parse(text));
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

  tell(...frames: object[]): void {
    for (const frame of frames) this.emit('message', { data: JSON.stringify(frame) });
  }
}

const TOKENS = { accessToken: 'a', refreshToken: 'r', tokenType: 'Bearer' as const, expiresIn: 900, userId: 'u' };

function aConnection(cursor: string | null = null): { live: LiveConnection; statuses: LiveStatus[] } {
  const statuses: LiveStatus[] = [];
  const session = new Session('http://messenger.example', TOKENS);
  const onStatus = (status: LiveStatus) => void statuses.push(status);
  return { live: new LiveConnection(session, FakeWebSocket, { cursor, onStatus }), statuses };
}

/** The nth connection, open. */
async function connection(nth: number): Promise<FakeWebSocket> {
  const socket = await vi.waitFor(() => {
    expect(sockets.length).toBeGreaterThanOrEqual(nth);
    return sockets[nth - 1]!;
  });
  socket.emit('open');
  return socket;
}

const message = (seq: number): LiveEvent =>
  ({ type: 'chat.message_sent.v1', cursor: `c${seq}`, data: { id: `m${seq}`, chatId: 'c', seq } }) as LiveEvent;

function seqsOf(events: LiveEvent[]): number[] {
  return events.map(({ data }) => (data as { seq: number }).seq);
}

async function take(live: LiveConnection, count: number): Promise<LiveEvent[]> {
  const events: LiveEvent[] = [];
  for await (const event of live) if (events.push(event) === count) break;
  return events;
}

beforeEach(() => {
  sockets = [];
  // Pauses between attempts take no time.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => vi.restoreAllMocks());

it('resumes by the last cursor that it has heard, and tells nothing twice', async () => {
  const { live, statuses } = aConnection('c0');
  const first = await connection(1);
  first.tell({ type: 'live', cursor: 'c0' }, message(1), message(2));
  first.emit('close', { code: 1006, reason: '' });
  const second = await connection(2);
  second.tell(message(2), message(3));
  expect(seqsOf(await take(live, 3))).toEqual([1, 2, 3]);
  expect([...first.said, ...second.said]).toEqual([
    { type: 'resume', cursor: 'c0' },
    { type: 'resume', cursor: 'c2' },
  ]);
  expect(statuses).toEqual(['connecting', 'live', 'waiting', 'connecting', 'ended']);
});

it('names the cursor of the last event that was dealt with, not of one that waits', async () => {
  const { live } = aConnection();
  (await connection(1)).tell({ type: 'live', cursor: 'c0' }, message(1), message(2));
  const cursors = [];
  for await (const event of live) {
    cursors.push(live.cursor);
    if (seqsOf([event])[0] === 2) break;
  }
  expect(cursors).toEqual([null, 'c1']);
});

it('stops listening while too much waits to be taken, and then goes on where it stopped', async () => {
  const { live } = aConnection();
  const first = await connection(1);
  for (let seq = 1; seq <= 1_200; seq++) first.tell(message(seq));
  const taken = take(live, 1_001);
  const second = await connection(2);
  expect(second.said).toEqual([{ type: 'resume', cursor: 'c1000' }]);
  second.tell(message(1_001));
  expect(seqsOf(await taken)).toEqual(Array.from({ length: 1_001 }, (_, n) => n + 1));
});

it.each([
  [4409, 'too many sockets'],
  [4410, 'cursor expired'],
  [1008, 'unexpected frame'],
])('ends for good at %i', async (code, reason) => {
  const { live } = aConnection();
  const ended = expect(take(live, 1)).rejects.toEqual(new LiveEndedError(code, reason));
  (await connection(1)).emit('close', { code, reason });
  await ended;
  await expect(live.ready).rejects.toThrow(reason);
  expect(sockets).toHaveLength(1);
});

it.each([[4408], [1012], [1006], [1011]])('connects again after %i', async (code) => {
  const { live } = aConnection();
  (await connection(1)).emit('close', { code, reason: '' });
  await connection(2);
  live.close();
});

it('hands over what has arrived before it was closed, and nothing after', async () => {
  const { live } = aConnection();
  const socket = await connection(1);
  socket.tell(message(1));
  live.close();
  socket.tell(message(2));
  expect(seqsOf(await take(live, 2))).toEqual([1]);
});

it('opens nothing once it is closed', async () => {
  const { live, statuses } = aConnection();
  live.close();
  expect(await take(live, 1)).toEqual([]);
  expect(sockets).toHaveLength(0);
  expect(statuses.at(-1)).toBe('ended');
});
