import { connect, type Socket } from 'node:net';
import { eventually } from '@messenger/testing';
import { expect, onTestFinished } from 'vitest';

/** An answer as it stands on the wire. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Of the body. */
  bytes: Buffer;
}

/** A TCP connection on which a test writes what no client would, until the test ends. */
export class RawConnection {
  /** Whether the server has closed its side, in whatever way. */
  ended = false;
  /** Whether nothing is left of the connection: the server has closed it, not just shut its own side down. */
  closed = false;
  private readonly chunks: Buffer[] = [];

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    socket.on('end', () => (this.ended = true));
    socket.on('close', () => (this.ended = this.closed = true));
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
  }

  /** Resolves once it is connected. A half-open one stays open on our side after the server has ended its own. */
  static async open(port: number, { allowHalfOpen = false } = {}): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen });
    const connection = new RawConnection(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return connection;
  }

  /** Writes lines of a request's head, and the body after them. */
  request(lines: string[], body: string | Buffer = ''): this {
    this.socket.write([...lines, '', ''].join('\r\n'));
    if (body.length > 0) this.socket.write(body);
    return this;
  }

  get received(): Buffer {
    return Buffer.concat(this.chunks);
  }

  /** The answers so far that are whole and say their length. */
  get answers(): RawAnswer[] {
    return parseAnswers(this.received);
  }

  /** Resolves with the first `count` answers. */
  async answered(count = 1, timeoutMs = 10_000): Promise<RawAnswer[]> {
    return eventually(() => {
      const answers = this.answers;
      expect(answers.length, this.received.toString('latin1', 0, 300)).toBeGreaterThanOrEqual(count);
      return answers;
    }, timeoutMs);
  }

  /** Resolves, with how long it took in milliseconds, once the server has ended its side. */
  async isEnded(timeoutMs = 20_000): Promise<number> {
    const start = performance.now();
    await eventually(() => expect(this.ended).toBe(true), timeoutMs);
    return performance.now() - start;
  }
}

function parseAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) break;
    const [first = '', ...lines] = rest.toString('latin1', 0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const status = Number(first.split(' ')[1]);
    // A 304 says the length of what it does not send.
    const length = status === 304 ? 0 : Number(headers['content-length'] ?? 0);
    if (rest.length < end + 4 + length) break;
    const bodyBytes = rest.subarray(end + 4, end + 4 + length);
    answers.push({ status, headers, body: bodyBytes.toString(), bytes: bodyBytes });
    rest = rest.subarray(end + 4 + length);
  }
  return answers;
}
