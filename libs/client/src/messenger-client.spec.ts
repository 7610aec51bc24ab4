import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connection, sockets, FakeWebSocket } from './fake-web-socket.js';
import { ProblemError } from './errors.js';
import type { LiveConnection } from './live-connection.js';
import { MessengerClient } from './messenger-client.js';

const TOKENS = { accessToken: 'a', refreshToken: 'r', tokenType: 'Bearer' as const, expiresIn: 900, userId: 'u' };
const MESSAGE = { id: 'm', chatId: 'c', seq: 1, text: 'Hello' };
const SEND = { type: 'send', id: 'k', chatId: 'c', text: 'Hello' };
const SENT = { type: 'sent', id: 'k', message: MESSAGE };
const OPTIONS = { clientMessageId: 'k' };

/** Bodies of the POSTs; each is answered with the next answer, the last one again and again. */
let posts: { clientMessageId: string; text: string }[] = [];
let client: MessengerClient;
let live: LiveConnection | undefined;

beforeEach(() => {
  sockets.length = 0;
  live = undefined;
  vi.spyOn(Math, 'random').mockReturnValue(0);
  answerPosts(() => Response.json(MESSAGE, { status: 201 }));
  client = MessengerClient.restore({ url: 'http://messenger.example', WebSocket: FakeWebSocket }, TOKENS);
});
afterEach(() => {
  live?.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function answerPosts(...answers: (() => Response)[]): void {
  posts = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    posts.push((await request.json()) as (typeof posts)[number]);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer!();
  });
}

async function liveSocket(nth = 1): Promise<FakeWebSocket> {
  live ??= client.live();
  const socket = await connection(nth);
  socket.receive({ type: 'live', cursor: 'c0' });
  return socket;
}

/** Once it is sent over the socket. */
async function sends(socket: FakeWebSocket, count = 1): Promise<void> {
  await vi.waitFor(() => expect(socket.sent.filter((frame) => isSend(frame))).toHaveLength(count));
}

const isSend = (frame: unknown): boolean => (frame as { type: string }).type === 'send';

function refused(status: number, reason: string, more: object = {}): object {
  return { type: 'refused', id: 'k', problem: { status, reason, detail: '', requestId: 'q' }, ...more };
}

it('sends over the socket that is live, and by no POST', async () => {
  const socket = await liveSocket();
  const sending = client.send('c', 'Hello', OPTIONS);
  await sends(socket);
  socket.receive({ ...SENT, id: 'another' }, SENT);
  expect(await sending).toEqual(MESSAGE);
  expect(socket.sent.at(-1)).toEqual(SEND);
  expect(posts).toEqual([]);
});

it('delivers no answer as an event', async () => {
  const socket = await liveSocket();
  socket.receive(SENT, refused(400, 'VALIDATION_FAILED'), { type: 'pong' });
  live?.close();
  const events = [];
  for await (const event of live!) events.push(event);
  expect([events, live!.cursor]).toEqual([[], 'c0']);
});

it('sends by POST without a connection, before it is live and after it has closed', async () => {
  await client.send('c', 'one');
  live = client.live();
  const socket = await connection(1);
  await client.send('c', 'two');
  socket.receive({ type: 'live', cursor: 'c0' });
  live.close();
  await client.send('c', 'three');
  expect(posts.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  expect(socket.sent.some(isSend)).toBe(false);
});

it('sends by POST, under the same id, what the socket did not answer before it closed', async () => {
  const socket = await liveSocket();
  const sending = client.send('c', 'Hello');
  await sends(socket);
  socket.emit('close', { code: 1006, reason: '' });
  expect(await sending).toEqual(MESSAGE);
  expect(posts).toEqual([{ text: 'Hello', clientMessageId: (socket.sent.at(-1) as typeof SEND).id }]);
});

it('throws a refusal as the POST does', async () => {
  const socket = await liveSocket();
  const sending = client.send('c', 'Hello', OPTIONS).catch((error: unknown) => error);
  await sends(socket);
  socket.receive(refused(409, 'CLIENT_MESSAGE_ID_REUSED'));
  const error = await sending;
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ status: 409, reason: 'CLIENT_MESSAGE_ID_REUSED', problem: { requestId: 'q' } });
  expect(posts).toEqual([]);
});

it.each([
  [503, 'UNAVAILABLE', {}],
  [429, 'RATE_LIMITED', { retryAfter: 0.01 }],
])('repeats after %i until it is sent', async (status, reason, more) => {
  const socket = await liveSocket();
  const sending = client.send('c', 'Hello', OPTIONS);
  await sends(socket, 1);
  socket.receive(refused(status, reason, more));
  await sends(socket, 2);
  socket.receive(SENT);
  expect(await sending).toEqual(MESSAGE);
  expect(socket.sent.filter(isSend)).toEqual([SEND, SEND]);
});

it('waits as long as a refusal says', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const socket = await liveSocket();
  const sending = client.send('c', 'Hello', OPTIONS);
  await sends(socket);
  socket.receive(refused(429, 'RATE_LIMITED', { retryAfter: 7 }));
  await vi.advanceTimersByTimeAsync(6_900);
  await sends(socket, 1);
  await vi.advanceTimersByTimeAsync(100);
  await sends(socket, 2);
  socket.receive(SENT);
  expect(await sending).toEqual(MESSAGE);
});

it('lets the POST settle what is refused for its token', async () => {
  const socket = await liveSocket();
  const sending = client.send('c', 'Hello', OPTIONS);
  await sends(socket);
  socket.receive(refused(401, 'UNAUTHENTICATED'));
  expect(await sending).toEqual(MESSAGE);
  expect(posts).toEqual([{ text: 'Hello', clientMessageId: 'k' }]);
});

it('sends by POST what would cost the connection: too long for a frame, or of another shape', async () => {
  const socket = await liveSocket();
  await client.send('c', 'x'.repeat(8_193));
  await client.send('c', undefined as unknown as string);
  expect(posts).toHaveLength(2);
  expect(socket.sent.some(isSend)).toBe(false);
});

it('sends by POST a second message of an id that the socket has under way', async () => {
  const socket = await liveSocket();
  const first = client.send('c', 'Hello', OPTIONS);
  await sends(socket);
  await client.send('c', 'Hello', OPTIONS);
  socket.receive(SENT);
  expect(await first).toEqual(MESSAGE);
  expect(posts).toHaveLength(1);
});

it('stops when the signal aborts, and leaves the connection as it is', async () => {
  const socket = await liveSocket();
  const abort = new AbortController();
  const sending = client.send('c', 'Hello', { ...OPTIONS, signal: abort.signal });
  await sends(socket);
  abort.abort();
  await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
  await expect(client.send('c', 'Hello', { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' });
  socket.receive(SENT);
  expect([posts, socket.sent.filter(isSend)]).toEqual([[], [SEND]]);
});
