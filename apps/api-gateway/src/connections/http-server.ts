import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { DropArgument, Socket } from 'node:net';
import { BadRequestException } from '@nestjs/common';
import { rawProblem } from '../problems/raw-problem.js';
import { ClientConnections, type ConnectionOptions } from './client-connections.js';
import { endWith } from './closing.js';
import { recordCut } from './connections.metrics.js';
import { maxConnections } from './descriptors.js';
import { CHECK_INTERVAL_MS, HEADERS_TIMEOUT_MS, IDLE_TIMEOUT_MS, MAX_HEAD_BYTES } from './limits.js';
import { asksForWebSocket, declineUpgrade } from './upgrades.js';

export interface HttpServerOptions extends ConnectionOptions {
  /** How long a connection stays open between two requests. */
  keepAliveMs: number;
}

/** An HTTP server that no client can hold up: see docs/services/api-gateway.md, "Limits". */
export function createHttpServer(handle: RequestListener, options: HttpServerOptions): Server {
  const connections = new ClientConnections(handle, options);
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    // A body has no time limit as a whole.
    requestTimeout: 0,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    keepAliveTimeout: options.keepAliveMs,
    maxHeaderSize: MAX_HEAD_BYTES,
    // Refused below, as a problem.
    requireHostHeader: false,
  });
  server.setTimeout(IDLE_TIMEOUT_MS, (socket) => connections.of(socket)?.endIdle());
  server.on('connection', (socket: Socket) => connections.add(socket));
  server.on('request', (request, response) => {
    if (request.headers.host === undefined && request.httpVersionMinor === 1)
      refuse(request.socket, 'The header Host is missing');
    else connections.receive(request, response);
  });
  handleUpgrades(server, connections);
  refuseAtDescriptorLimit(server);
  const timer = setInterval(() => connections.check(performance.now()), CHECK_INTERVAL_MS).unref();
  server.on('close', () => clearInterval(timer));
  return server;
}

/** Leaves WebSockets to LiveServer, and has every other offer answered by HTTP/1.1. */
function handleUpgrades(server: Server, connections: ClientConnections): void {
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const connection = connections.of(socket);
    if (asksForWebSocket(request)) {
      // Answers to earlier requests would get among its frames.
      if (connection?.busy) socket.destroy();
      connections.remove(socket);
    } else connection?.onceIdle(() => declineUpgrade(server, request, socket, head));
  });
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    refuse(socket, 'This is no proxy');
  });
}

function refuse(socket: Socket, detail: string): void {
  endWith(socket, rawProblem(new BadRequestException(detail)).bytes);
}

/** New connections are refused before those that are open go without descriptors. */
function refuseAtDescriptorLimit(server: Server): void {
  server.maxConnections = maxConnections();
  server.on('drop', (dropped: DropArgument | undefined) => recordCut('descriptors', dropped?.remoteAddress));
}
