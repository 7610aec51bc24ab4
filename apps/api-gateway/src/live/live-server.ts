import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_FRAME } from '@messenger/live';
import { requestIdOr } from '@messenger/logging';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { LiveConversation } from './live-conversation.js';
import { LiveDoor, type Admission } from './live-door.js';
import { LiveSocket } from './live-socket.js';
import { LiveSockets } from './live-sockets.js';
import { closedSockets } from './live.metrics.js';
import { refuse } from './refusal.js';

/** Milliseconds until a peer has answered a close frame. */
const CLOSE_TIMEOUT = 5_000;
/** Codes of what peers and networks do, and of ws itself: labels come from a closed set. */
const KNOWN_CODES = new Set([1000, 1001, 1002, 1005, 1006, 1007, 1009]);

/** Upgrades requests at the HTTP server to live connections. */
@Injectable()
export class LiveServer implements OnApplicationBootstrap {
  private readonly logger = new Logger('Http');
  private readonly webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME,
    // Its types do not know it yet.
    ...({ closeTimeout: CLOSE_TIMEOUT } as object),
    // The token, which comes as a subprotocol, too, is not repeated.
    handleProtocols: (protocols) => protocols.has('bearer') && 'bearer',
  });

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly door: LiveDoor,
    private readonly sockets: LiveSockets,
    private readonly conversation: LiveConversation,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request, socket, head) => void this.upgrade(request, socket, head));
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A peer that goes away meanwhile is no error of ours.
    socket.on('error', () => socket.destroy());
    const requestId = requestIdOr(request.headers['x-request-id']?.toString());
    try {
      const admission = await this.door.admit(request);
      this.webSockets.handleUpgrade(request, socket, head, (webSocket) => this.open(webSocket, admission));
      this.logger.log('GET /v1/ws 101', { requestId });
    } catch (error) {
      this.logger.log(`GET /v1/ws ${refuse(socket, error, requestId)}`, { requestId });
    }
  }

  private open(webSocket: WebSocket, { caller, accessToken }: Admission): void {
    const socket = new LiveSocket(webSocket, caller, accessToken);
    this.sockets.add(socket);
    webSocket.on('message', (data: RawData, isBinary) => {
      this.conversation.hear(socket, isBinary ? undefined : (data as Buffer).toString());
    });
    webSocket.on('pong', () => socket.hear());
    webSocket.on('ping', () => socket.hear());
    // What breaks a connection closes it, too.
    webSocket.on('error', () => undefined);
    webSocket.on('close', (code) => {
      this.sockets.remove(socket);
      if (!socket.closedByUs) closedSockets.inc({ code: KNOWN_CODES.has(code) ? code : 'other' });
    });
  }
}
