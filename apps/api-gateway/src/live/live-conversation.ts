import { UnauthenticatedError, ValidationFailedError } from '@messenger/errors';
import { CLOSES, parseClientFrame, type ClientFrame } from '@messenger/live';
import { Injectable } from '@nestjs/common';
import { decodeCursor } from '../events/event-cursor.js';
import { LiveDelivery } from './live-delivery.js';
import { LiveDoor } from './live-door.js';
import type { LiveSocket } from './live-socket.js';

/** What a client may say: first from where on to tell, later who it still is. */
@Injectable()
export class LiveConversation {
  constructor(
    private readonly door: LiveDoor,
    private readonly delivery: LiveDelivery,
  ) {}

  /** @param text undefined where the frame was no text */
  hear(socket: LiveSocket, text: string | undefined): void {
    socket.hear();
    const frame = text === undefined ? undefined : parseClientFrame(text);
    if (frame === undefined || (frame.type === 'resume') !== (socket.state === 'fresh')) {
      return socket.close(CLOSES.unexpectedFrame);
    }
    this.answer(socket, frame).catch((error: unknown) => {
      if (error instanceof UnauthenticatedError) socket.close(CLOSES.tokenInvalid);
      if (error instanceof ValidationFailedError) socket.close(CLOSES.cursorInvalid);
      // Whoever cannot be recognized just now keeps the token that it has.
    });
  }

  private async answer(socket: LiveSocket, frame: ClientFrame): Promise<void> {
    if (frame.type === 'auth') return this.renew(socket, frame.token);
    socket.positions = frame.cursor === null ? undefined : decodeCursor(frame.cursor);
    await this.delivery.resume(socket);
  }

  private async renew(socket: LiveSocket, accessToken: string): Promise<void> {
    const caller = await this.door.recognize(accessToken);
    if (caller.userId === socket.userId) socket.renew(caller, accessToken);
    else socket.close(CLOSES.otherUser);
  }
}
