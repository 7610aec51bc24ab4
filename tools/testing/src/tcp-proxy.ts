import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and its server, and fails as networks do. */
export class TcpProxy {
  /** Each with the port of the server that it belongs to. */
  private readonly sockets = new Map<Socket, number>();
  private frozen = false;

  private constructor(
    private readonly server: Server,
    /** Port of the server for the next connection; those there are stay where they are. */
    public route: () => number,
  ) {
    server.on('connection', (client: Socket) => this.forward(client));
  }

  /** @param target port of a server on this machine */
  static async to(target: number): Promise<TcpProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, () => target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The server's URL, by way of this proxy. */
  urlOf(serverUrl: string): string {
    const url = new URL(serverUrl);
    url.port = String(this.port);
    return url.href;
  }

  /** How many clients are connected to the server of that port. */
  connectionsTo(port: number): number {
    return [...this.sockets.values()].filter((target) => target === port).length / 2;
  }

  /** Drops every byte in either direction, and closes no connection. */
  freeze(): void {
    this.frozen = true;
    for (const socket of this.sockets.keys()) hold(socket);
  }

  /** New connections pass again; those that were frozen stay so. */
  thaw(): void {
    this.frozen = false;
  }

  /** Breaks every connection; new ones pass. */
  sever(): void {
    for (const socket of this.sockets.keys()) socket.destroy();
  }

  async close(): Promise<void> {
    this.server.close();
    this.sever();
    await once(this.server, 'close');
  }

  private forward(client: Socket): void {
    const target = this.route();
    const server = connect(target, '127.0.0.1');
    client.pipe(server).pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.set(socket, target);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      if (this.frozen) hold(socket);
    }
  }
}

function hold(socket: Socket): void {
  socket.unpipe();
  socket.pause();
}
