import { UnauthenticatedError, ValidationFailedError } from '@messenger/errors';
import { CLOSE_CODES, parseClientFrame, type ClientFrame, type PingFrame } from '@messenger/live';
import { Injectable } from '@nestjs/common';
import { decodeCursor } from '../events/event-cursor.js';
import { LiveFanoutService } from './live-fanout.service.js';
import { LiveHandshake } from './live-handshake.js';
import type { ServerSocket } from './server-socket.js';
import { SocketMessages } from './socket-messages.js';

/** Handles the frames of clients: `resume` once and first, then `auth` with a fresh token and `send`; `ping` at any time. */
@Injectable()
export class ClientFrameHandler {
  constructor(
    private readonly handshake: LiveHandshake,
    private readonly fanout: LiveFanoutService,
    private readonly messages: SocketMessages,
  ) {}

  /** @param text undefined for a binary frame */
  handle(socket: ServerSocket, text: string | undefined): void {
    socket.recordActivity();
    const frame = text === undefined ? undefined : parseClientFrame(text);
    if (frame?.type === 'ping') return socket.sendFrame({ type: 'pong' });
    if (frame === undefined || (frame.type === 'resume') !== (socket.state === 'connected')) {
      return socket.close(CLOSE_CODES.unexpectedFrame);
    }
    this.process(socket, frame).catch((error: unknown) => {
      if (error instanceof UnauthenticatedError) socket.close(CLOSE_CODES.tokenInvalid);
      if (error instanceof ValidationFailedError) socket.close(CLOSE_CODES.cursorInvalid);
      // Where the token cannot be verified just now, the socket keeps its old one until that expires.
    });
  }

  private async process(socket: ServerSocket, frame: Exclude<ClientFrame, PingFrame>): Promise<void> {
    if (frame.type === 'auth') return this.reauthenticate(socket, frame.token);
    if (frame.type === 'send') {
      socket.sendFrame(await this.messages.send(socket, frame));
      return;
    }
    socket.positions = frame.cursor === null ? undefined : decodeCursor(frame.cursor);
    await this.fanout.resume(socket);
  }

  private async reauthenticate(socket: ServerSocket, accessToken: string): Promise<void> {
    const caller = await this.handshake.verify(accessToken);
    if (caller.userId === socket.userId) socket.reauthenticate(caller, accessToken);
    else socket.close(CLOSE_CODES.otherUser);
  }
}
