import { connect, type Socket } from 'node:net';

/**
 * One kept-alive HTTP/1.1 connection with one request at a time. It reads nothing of an answer but the status
 * and the length: the load comes from the machine that it is measured on.
 */
export class HttpConnection {
  private readonly socket: Socket;
  private readonly host: string;
  private buffered = '';
  private onAnswer: (status: number) => void = () => undefined;

  constructor(url: string) {
    const { hostname, port, host } = new URL(url);
    this.host = host;
    this.socket = connect(Number(port), hostname).setNoDelay().setEncoding('latin1');
    this.socket.on('data', (chunk: string) => this.read(chunk));
  }

  post(path: string, token: string, body: string, onAnswer: (status: number) => void): void {
    this.onAnswer = onAnswer;
    this.socket.write(
      `POST ${path} HTTP/1.1\r\nhost: ${this.host}\r\nauthorization: Bearer ${token}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  /** Resolves with the answer's end. @throws Error where it is not 200 */
  async get(path: string, token: string): Promise<void> {
    const status = await new Promise<number>((resolve) => {
      this.onAnswer = resolve;
      this.socket.write(`GET ${path} HTTP/1.1\r\nhost: ${this.host}\r\nauthorization: Bearer ${token}\r\n\r\n`);
    });
    if (status !== 200) throw new Error(`GET ${path} answers ${status}`);
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.buffered += chunk;
    const headEnd = this.buffered.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.buffered.slice(0, headEnd))?.[1] ?? 0);
    if (this.buffered.length < headEnd + 4 + length) return;
    const status = Number(this.buffered.slice(9, 12));
    this.buffered = '';
    this.onAnswer(status);
  }
}
