import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { CertificateAuthority } from '../../tools/testing/src/certificate-authority.js';

/** Speaks TLS in front of a server that does not. */
export class TlsTerminator {
  private readonly sockets = new Set<TLSSocket>();
  private target = 0;

  private constructor(private readonly server: Server) {
    server.on('secureConnection', (client) => this.forward(client));
  }

  static async start(): Promise<TlsTerminator> {
    const folder = mkdtempSync(join(tmpdir(), 'messenger-tls-'));
    const authority = await CertificateAuthority.create();
    await authority.issue(folder, { name: 'localhost', days: 1 });
    const [key, cert] = ['tls.key', 'tls.crt'].map((file) => readFileSync(join(folder, file)));
    rmSync(folder, { recursive: true });
    const server = createServer({ key, cert }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TlsTerminator(server);
  }

  get url(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** @param port of a server on this machine */
  leadTo(port: number): void {
    this.target = port;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private forward(client: TLSSocket): void {
    this.sockets.add(client);
    const server = connect(this.target, '127.0.0.1');
    client.pipe(server).pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
  }
}
