import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveEndedError } from './errors.js';
import { LiveConnection, type LiveStatus } from './live-connection.js';
import type { LiveEvent } from './live-event.js';
import { connection, FakeWebSocket, sockets } from './fake-web-socket.js';
import { Session } from './session.js';

const TOKENS = { accessToken: 'a', refreshToken: 'r', tokenType: 'Bearer' as const, expiresIn: 900, userId: 'u' };

function aConnection(cursor: string | null = null): { live: LiveConnection; statuses: LiveStatus[] } {
  const statuses: LiveStatus[] = [];
  const session = new Session('http://messenger.example', TOKENS);
  const onStatus = (status: LiveStatus) => void statuses.push(status);
  return { live: new LiveConnection(session, FakeWebSocket, { cursor, onStatus }), statuses };
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
  sockets.length = 0;
  // Pauses between attempts take no time.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => vi.restoreAllMocks());

it('resumes from the last cursor that it received, and delivers nothing twice', async () => {
  const { live, statuses } = aConnection('c0');
  const first = await connection(1);
  first.receive({ type: 'live', cursor: 'c0' }, message(1), message(2));
  first.emit('close', { code: 1006, reason: '' });
  const second = await connection(2);
  second.receive(message(2), message(3));
  expect(seqsOf(await take(live, 3))).toEqual([1, 2, 3]);
  expect([...first.sent, ...second.sent]).toEqual([
    { type: 'resume', cursor: 'c0' },
    { type: 'resume', cursor: 'c2' },
  ]);
  expect(statuses).toEqual(['connecting', 'live', 'waiting', 'connecting', 'ended']);
});

it('has the cursor of the last processed event, not of a queued one', async () => {
  const { live } = aConnection();
  (await connection(1)).receive({ type: 'live', cursor: 'c0' }, message(1), message(2));
  const cursors = [];
  for await (const event of live) {
    cursors.push(live.cursor);
    if (seqsOf([event])[0] === 2) break;
  }
  expect(cursors).toEqual([null, 'c1']);
});

it('closes the socket while its queue is full, and then resumes where it stopped', async () => {
  const { live } = aConnection();
  const first = await connection(1);
  for (let seq = 1; seq <= 1_200; seq++) first.receive(message(seq));
  const taken = take(live, 1_001);
  const second = await connection(2);
  expect(second.sent).toEqual([{ type: 'resume', cursor: 'c1000' }]);
  second.receive(message(1_001));
  expect(seqsOf(await taken)).toEqual(Array.from({ length: 1_001 }, (_, n) => n + 1));
});

it.each([
  [4409, 'too many sockets'],
  [4410, 'cursor expired'],
  [1008, 'unexpected frame'],
])('does not reconnect after %i', async (code, reason) => {
  const { live } = aConnection();
  const ended = expect(take(live, 1)).rejects.toEqual(new LiveEndedError(code, reason));
  (await connection(1)).emit('close', { code, reason });
  await ended;
  await expect(live.ready).rejects.toThrow(reason);
  expect(sockets).toHaveLength(1);
});

it.each([[4408], [1012], [1006], [1011]])('reconnects after %i', async (code) => {
  const { live } = aConnection();
  (await connection(1)).emit('close', { code, reason: '' });
  await connection(2);
  live.close();
});

it('delivers the events that arrived before close(), and none after', async () => {
  const { live } = aConnection();
  const socket = await connection(1);
  socket.receive(message(1));
  live.close();
  socket.receive(message(2));
  expect(seqsOf(await take(live, 2))).toEqual([1]);
});

it('opens no socket after close()', async () => {
  const { live, statuses } = aConnection();
  live.close();
  expect(await take(live, 1)).toEqual([]);
  expect(sockets).toHaveLength(0);
  expect(statuses.at(-1)).toBe('ended');
});

it('pings a silent server, and reconnects where no answer comes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { live, statuses } = aConnection();
    const silent = await connection(1);
    silent.receive({ type: 'live', cursor: 'c0' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(silent.sent.at(-1)).toEqual({ type: 'ping' });
    silent.receive({ type: 'pong' });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(statuses).toEqual(['connecting', 'live']);
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(300);
    expect(sockets).toHaveLength(2);
    live.close();
  } finally {
    vi.useRealTimers();
  }
});
