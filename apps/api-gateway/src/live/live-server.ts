import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_FRAME_BYTES } from '@messenger/live';
import { requestIdOr } from '@messenger/logging';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { asksForWebSocket } from '../connections/upgrades.js';
import { ClientFrameHandler } from './client-frame.handler.js';
import { ConnectionRegistry } from './connection-registry.js';
import { LiveHandshake, type AuthenticatedUpgrade } from './live-handshake.js';
import { closedSockets } from './live.metrics.js';
import { ServerSocket } from './server-socket.js';
import { rejectUpgrade } from './upgrade-rejection.js';

/** A client that has not answered a close frame by then is disconnected. */
const CLOSE_TIMEOUT_MS = 5_000;
/** Codes that clients, networks and ws itself close with. Any other is counted as `other`: metrics need few labels. */
const KNOWN_CODES = new Set([1000, 1001, 1002, 1005, 1006, 1007, 1009]);

/** Upgrades HTTP requests to WebSocket connections. */
@Injectable()
export class LiveServer implements OnApplicationBootstrap {
  private readonly logger = new Logger('Http');
  private readonly webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    // Missing in the types of ws.
    ...({ closeTimeout: CLOSE_TIMEOUT_MS } as object),
    // Never the token, which comes as a subprotocol, too.
    handleProtocols: (protocols) => protocols.has('bearer') && 'bearer',
  });

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly handshake: LiveHandshake,
    private readonly connections: ConnectionRegistry,
    private readonly frames: ClientFrameHandler,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request, socket, head) => {
      if (asksForWebSocket(request) && !socket.destroyed) void this.upgrade(request, socket, head);
    });
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A client that disconnects meanwhile must not crash the process.
    socket.on('error', () => socket.destroy());
    const requestId = requestIdOr(request.headers['x-request-id']?.toString());
    try {
      const authenticated = await this.handshake.authenticate(request);
      this.webSockets.handleUpgrade(request, socket, head, (webSocket) => this.open(webSocket, socket, authenticated));
      this.logger.log('GET /v1/ws 101', { requestId });
    } catch (error) {
      this.logger.log(`GET /v1/ws ${rejectUpgrade(socket, error, requestId)}`, { requestId });
    }
  }

  private open(webSocket: WebSocket, stream: Duplex, { caller, accessToken }: AuthenticatedUpgrade): void {
    const socket = new ServerSocket(webSocket, stream, caller, accessToken);
    this.connections.add(socket);
    webSocket.on('message', (data: RawData, isBinary) => {
      this.frames.handle(socket, isBinary ? undefined : (data as Buffer).toString());
    });
    webSocket.on('pong', () => socket.recordActivity());
    webSocket.on('ping', () => socket.recordActivity());
    // A `close` event follows each error.
    webSocket.on('error', () => undefined);
    webSocket.on('close', (code) => {
      this.connections.remove(socket);
      if (!socket.closedByUs) closedSockets.inc({ code: KNOWN_CODES.has(code) ? code : 'other' });
    });
  }
}
