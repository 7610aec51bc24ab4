import type { Duplex } from 'node:stream';

/** A client that has not closed its side by then is disconnected. */
const LINGER_MS = 1_000;

/**
 * Sends the last bytes of a connection, and closes it. What the client still sends meanwhile is discarded: closed at once
 * with unread bytes, TCP would reset the connection, and the client might lose the answer.
 */
export function endWith(socket: Duplex, bytes: string): void {
  if (socket.destroyed) return;
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.end(bytes);
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
