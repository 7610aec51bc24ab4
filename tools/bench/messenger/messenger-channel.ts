import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { MessengerClient } from '@messenger/client';
import type { Channel } from '../load.js';
import { HttpConnection } from './http-connection.js';
import type { Pair } from './pairs.js';

/** As long as the peer's. */
const TEXT = '0123456789'.repeat(10);

export type Way = 'http' | 'socket';

/** Sends by POST or over the writer's live socket; receives over the reader's. */
export async function messengerChannel(url: string, pairs: Pair[], way: Way): Promise<Channel> {
  const [writers, readers] = await Promise.all([
    Promise.all(pairs.map(({ writer }) => openLive(url, writer))),
    Promise.all(pairs.map(({ reader }) => openLive(url, reader))),
  ]);
  return new MessengerChannel(url, pairs, writers, readers, way);
}

class MessengerChannel implements Channel {
  onReceived: (tag: number) => void = () => undefined;
  private readonly idle: HttpConnection[] = [];
  private readonly lastSeqs = new Map<string, number>();

  constructor(
    private readonly url: string,
    private readonly pairs: Pair[],
    private readonly writers: WebSocket[],
    private readonly readers: WebSocket[],
    private readonly way: Way,
  ) {
    for (const reader of readers) reader.on('message', (frame: Buffer) => this.read(frame.toString()));
    for (const writer of writers) writer.on('message', (frame: Buffer) => assertNotRefused(frame));
  }

  send(index: number, tag: number): void {
    const { chatId, writer } = this.pairs[index] as Pair;
    const text = `${tag}|${TEXT}`;
    if (this.way === 'socket') {
      this.writers[index]?.send(JSON.stringify({ type: 'send', id: randomUUID(), chatId, text }));
    } else {
      this.post(`/v1/chats/${chatId}/messages`, writer.tokens.accessToken, text);
    }
  }

  async close(): Promise<void> {
    const sockets = [...this.writers, ...this.readers];
    await Promise.all(
      sockets.map((socket) => {
        socket.close();
        return once(socket, 'close');
      }),
    );
    for (const connection of this.idle) connection.close();
  }

  private post(path: string, token: string, text: string): void {
    const connection = this.idle.pop() ?? new HttpConnection(this.url);
    const body = JSON.stringify({ clientMessageId: randomUUID(), text });
    connection.post(path, token, body, (status) => {
      if (status !== 201) throw new Error(`The POST of a message answers ${status}`);
      this.idle.push(connection);
    });
  }

  private read(frame: string): void {
    if (!frame.startsWith('{"type":"chat.message_sent')) return;
    const { data } = JSON.parse(frame) as { data: { chatId: string; seq: number; text: string } };
    if (data.seq <= (this.lastSeqs.get(data.chatId) ?? 0)) throw new Error(`Out of order: ${frame}`);
    this.lastSeqs.set(data.chatId, data.seq);
    this.onReceived(parseInt(data.text));
  }
}

function assertNotRefused(frame: Buffer): void {
  if (frame.includes('"type":"refused"')) throw new Error(`A message was refused: ${frame.toString()}`);
}

/** Resolves once it is live. */
async function openLive(url: string, person: MessengerClient): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/ws`, ['bearer', person.tokens.accessToken]);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'resume', cursor: null }));
  await once(socket, 'message');
  return socket;
}
