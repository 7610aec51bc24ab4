import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Headers of an offer to change the protocol. */
const OFFER = new Set(['upgrade', 'http2-settings']);

export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Has the server read a request again, without its offer of another protocol. Node.js takes every request with an Upgrade
 * header out of HTTP, its body and whatever the client has pipelined behind it too: also where a client merely offers
 * HTTP/2 (`Upgrade: h2c`), as Java's does with each first request.
 *
 * @param head what has been read after the request's head
 */
export function declineUpgrade(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, httpVersion } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`, ...headersWithoutOffer(request.rawHeaders), '', ''];
  socket.unshift(Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), head]));
  server.emit('connection', socket);
}

/** @param rawHeaders names and values, in turn */
function headersWithoutOffer(rawHeaders: string[]): string[] {
  return rawHeaders.flatMap((name, index) => {
    if (index % 2 === 1 || OFFER.has(name.toLowerCase())) return [];
    const value = rawHeaders[index + 1] ?? '';
    return `${name}: ${name.toLowerCase() === 'connection' ? withoutOffer(value) : value}`;
  });
}

function withoutOffer(connection: string): string {
  const options = connection.split(',').map((option) => option.trim());
  return options.filter((option) => !OFFER.has(option.toLowerCase())).join(', ');
}
