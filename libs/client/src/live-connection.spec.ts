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

it('connects at once where it is told to try again', async () => {
  vi.mocked(Math.random).mockReturnValue(1_000);
  const { live, statuses } = aConnection();
  (await connection(1)).emit('close', { code: 1006, reason: '' });
  await vi.waitFor(() => expect(statuses).toContain('waiting'));
  live.retry();
  await connection(2);
  live.close();
});

it('can be resumed once it is ready: from the cursor of the live frame', async () => {
  const { live } = aConnection();
  (await connection(1)).receive({ type: 'live', cursor: 'c0' });
  await live.ready;
  expect(live.cursor).toBe('c0');
  live.close();
});

it('does not pass by the replay when it is ready', async () => {
  const { live } = aConnection('c0');
  (await connection(1)).receive(message(1), message(2), { type: 'live', cursor: 'c5' });
  await live.ready;
  expect(live.cursor).toBe('c0');
  expect(seqsOf(await take(live, 2))).toEqual([1, 2]);
  expect(live.cursor).toBe('c2');
});

it('moves the cursor past a duplicate and the live frame of a later connection', async () => {
  const { live } = aConnection('c0');
  const first = await connection(1);
  first.receive(message(1));
  const reading = live[Symbol.asyncIterator]();
  await reading.next();
  first.emit('close', { code: 1006, reason: '' });
  const second = await connection(2);
  second.receive({ ...message(1), cursor: 'c1b' });
  expect(live.cursor).toBe('c1b');
  second.receive({ type: 'live', cursor: 'c9' });
  expect(live.cursor).toBe('c9');
  live.close();
});

it('has the cursor of the event in the loop, not of a queued one', async () => {
  const { live } = aConnection();
  (await connection(1)).receive({ type: 'live', cursor: 'c0' }, message(1), message(2));
  const cursors = [];
  for await (const event of live) {
    cursors.push(live.cursor);
    if (seqsOf([event])[0] === 2) break;
  }
  expect(cursors).toEqual(['c1', 'c2']);
  expect(live.cursor).toBe('c2');
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

it('begins again by itself where its cursor has expired, and has the application read afresh once it is live', async () => {
  let expired = 0;
  const session = new Session('http://messenger.example', TOKENS);
  const live = new LiveConnection(session, FakeWebSocket, { cursor: 'lost', onExpired: () => expired++ });
  (await connection(1)).emit('close', { code: 4410, reason: 'cursor expired' });
  const second = await connection(2);
  expect([second.sent, expired]).toEqual([[{ type: 'resume', cursor: null }], 0]);
  second.receive({ type: 'live', cursor: 'c0' }, message(1));
  await live.ready;
  expect(expired).toBe(1);
  expect(seqsOf(await take(live, 1))).toEqual([1]);
  expect(live.cursor).toBe('c1');
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

it('connects again where an upgrade is not answered, and where the question why is not either', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const fetch = vi.fn(() => Promise.reject(new DOMException('', 'TimeoutError')));
  vi.stubGlobal('fetch', fetch);
  try {
    const { live } = aConnection();
    await vi.waitFor(() => expect(sockets).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(9_900);
    expect(fetch).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(500);
    expect(fetch).toHaveBeenCalledOnce();
    expect(sockets).toHaveLength(2);
    live.close();
  } finally {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  }
});

it('gives up a request that a dead line keeps, and repeats it', async () => {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new DOMException('', 'TimeoutError')));
  const expired = new Session('http://messenger.example', { ...TOKENS, expiresIn: -60 });
  await expect(expired.accessToken()).rejects.toMatchObject({ name: 'TimeoutError' });
  const statuses: LiveStatus[] = [];
  const live = new LiveConnection(expired, FakeWebSocket, { onStatus: (status) => statuses.push(status) });
  await vi.waitFor(() => expect(statuses.slice(0, 3)).toEqual(['connecting', 'waiting', 'connecting']));
  live.close();
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
