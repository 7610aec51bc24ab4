import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Server } from '@grpc/grpc-js';
import { Logger } from '@nestjs/common';

const SAME_LINE_MS = 10_000;
const MAX_LINES = 1_000;

/** What OpenSSL and Node.js say, in words. */
const REASONS: Record<string, string> = {
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'it shows no certificate',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_SSL_HTTP_REQUEST: 'it does not speak TLS',
};

interface BoundServer {
  http2Servers: Map<Http2SecureServer, { sessions: Set<ServerHttp2Session> }>;
}

/** Lets in whom the list names, by certificate; with each connection, so that calls cost no more. */
export class Admission {
  private readonly logger = new Logger(Admission.name);
  private readonly saidAtMs = new Map<string, number>();

  /** @param callers names of apps */
  constructor(private readonly callers: readonly string[]) {}

  /** Watches over the connections of a server that is bound. */
  guard(server: Server): void {
    // grpc-js shows its HTTP/2 servers to nobody.
    for (const [http2Server, { sessions }] of (server as unknown as BoundServer).http2Servers) {
      http2Server.on('session', (session) => this.admit(session));
      http2Server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
        this.refuse(socket, reasonOf(error, socket));
      });
      // Nest has bound it some moments ago.
      for (const session of sessions) this.admit(session);
    }
  }

  private admit(session: ServerHttp2Session): void {
    const socket = session.socket as TLSSocket;
    const names = dnsNamesOf(socket);
    if (names.some((name) => this.callers.includes(name))) return;
    this.refuse(socket, `${names.join(', ') || 'an app without a name'} may not call this service`);
    session.destroy();
  }

  /** Whoever is refused tries again and again: the same is said every 10 seconds. */
  private refuse({ remoteAddress = 'an unknown address' }: TLSSocket, reason: string): void {
    const line = `A connection of ${remoteAddress} is refused: ${reason}`;
    const now = performance.now();
    if (now - (this.saidAtMs.get(line) ?? -Infinity) < SAME_LINE_MS) return;
    if (this.saidAtMs.size >= MAX_LINES) this.saidAtMs.clear();
    this.saidAtMs.set(line, now);
    this.logger.warn(line);
  }
}

function dnsNamesOf(socket: TLSSocket): string[] {
  const names = socket.getPeerX509Certificate()?.subjectAltName?.split(', ') ?? [];
  return names.filter((name) => name.startsWith('DNS:')).map((name) => name.slice('DNS:'.length));
}

function reasonOf(error: NodeJS.ErrnoException, socket: TLSSocket): string {
  // A string, whatever the types say.
  const unverified = socket.authorizationError as unknown as string | null;
  const code = unverified ?? error.code ?? '';
  const foreign = unverified === null ? `TLS failed (${error.message})` : `its certificate is not of our CA (${code})`;
  return REASONS[code] ?? foreign;
}
