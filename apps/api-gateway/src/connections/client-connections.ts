import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ClientConnection } from './client-connection.js';
import { recordCut } from './connections.metrics.js';
import { MAX_UNREAD_BYTES } from './limits.js';
import { NetworkShares } from './network-shares.js';

export interface ConnectionOptions {
  /** Of one network; more of them are closed at once. */
  maxPerNetwork: number;
  /** Whether the connections of an address are those of many people. */
  isProxy: (address: string) => boolean;
}

/** The HTTP connections of this process. One that has become a WebSocket is none of them. */
export class ClientConnections {
  private readonly bySocket = new Map<Socket, ClientConnection>();
  private readonly networks = new NetworkShares();

  constructor(
    private readonly handle: RequestListener,
    private readonly options: ConnectionOptions,
  ) {}

  /** Adds a connection, also one that is known: its offer of another protocol has been declined. */
  add(socket: Socket): void {
    if (this.bySocket.has(socket)) return;
    const address = socket.remoteAddress ?? 'unknown';
    const share = this.networks.join(address);
    this.bySocket.set(socket, new ClientConnection(socket, share, this.handle));
    socket.once('close', () => this.remove(socket, address));
    if (share.connections <= this.options.maxPerNetwork || this.options.isProxy(address)) return;
    recordCut('network', address);
    socket.destroy();
  }

  remove(socket: Socket, address = socket.remoteAddress ?? 'unknown'): void {
    const connection = this.bySocket.get(socket);
    if (connection === undefined) return;
    this.bySocket.delete(socket);
    connection.release();
    this.networks.leave(address, connection.share);
  }

  of(socket: Socket): ClientConnection | undefined {
    return this.bySocket.get(socket);
  }

  receive(request: IncomingMessage, response: ServerResponse): void {
    this.bySocket.get(request.socket)?.receive(request, response);
  }

  /** Ends bodies that come too slowly, and the connections that hold the most where too much waits to be read. */
  check(now: number): void {
    let unreadBytes = 0;
    for (const connection of this.bySocket.values()) {
      connection.checkBodyRate(now);
      unreadBytes += connection.unreadBytes;
    }
    if (unreadBytes > MAX_UNREAD_BYTES) this.cutUnread(unreadBytes - MAX_UNREAD_BYTES);
  }

  private cutUnread(excessBytes: number): void {
    let excess = excessBytes;
    for (const { socket, unreadBytes } of this.byUnreadBytes()) {
      if (excess <= 0) return;
      excess -= unreadBytes;
      recordCut('unread', socket.remoteAddress);
      socket.destroy();
    }
  }

  private byUnreadBytes(): { socket: Socket; unreadBytes: number }[] {
    const unread = [...this.bySocket.values()].map(({ socket, unreadBytes }) => ({ socket, unreadBytes }));
    return unread.sort((one, other) => other.unreadBytes - one.unreadBytes);
  }
}
