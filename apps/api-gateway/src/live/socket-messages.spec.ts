import { RateLimitedError, UnavailableError, ValidationFailedError, SessionRevokedError } from '@messenger/errors';
import { requestContext } from '@messenger/logging';
import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RevokedSessions } from '../auth/guard/revoked-sessions.js';
import type { MessageSender } from '../chats/message-sender.js';
import type { RateLimiter } from '../rate-limits/rate-limiter.js';
import type { ServerSocket } from './server-socket.js';
import { SocketMessages } from './socket-messages.js';

// They read the environment, which a unit test has none of.
vi.mock('../config.js', () => ({ config: { rateLimits: {} } }));
vi.mock('../clients/clients.module.js', () => ({
  CHAT_CLIENT: Symbol('CHAT_CLIENT'),
  AUTH_CLIENT: Symbol('AUTH_CLIENT'),
}));

const SOCKET = { accessToken: 'token', userId: 'ada', sessionId: 'session' } as ServerSocket;
const FRAME = { type: 'send' as const, id: 'k', chatId: 'c', text: 'Hello' };
const MESSAGE = { id: 'm' };

const send = vi.fn();
const consume = vi.fn();
const refund = vi.fn();
let revoked: string[];
let messages: SocketMessages;
beforeEach(() => {
  revoked = [];
  send.mockReset().mockResolvedValue({ message: MESSAGE, created: true });
  consume.mockReset().mockResolvedValue(undefined);
  refund.mockReset().mockResolvedValue(undefined);
  messages = new SocketMessages(
    { send } as unknown as MessageSender,
    { consume, refund } as unknown as RateLimiter,
    {
      requireActive: (sessionId: string) => {
        if (revoked.includes(sessionId)) throw new SessionRevokedError();
      },
    } as unknown as RevokedSessions,
  );
});

function refused(status: number, reason: string): object {
  return { type: 'refused', id: 'k', problem: expect.objectContaining({ status, reason }) as object };
}

describe('SocketMessages', () => {
  it('sends as the POST does, in a request of its own, counted by the same limit', async () => {
    send.mockImplementation(() => Promise.resolve({ message: requestContext.getStore(), created: true }));
    const [one, two] = [await messages.send(SOCKET, FRAME), await messages.send(SOCKET, FRAME)];
    const context = {
      accessToken: 'token',
      userId: 'ada',
      requestId: expect.any(String),
      traceparent: expect.any(String),
    };
    expect(one).toEqual({ type: 'sent', id: 'k', message: context });
    expect(one).not.toEqual(two);
    expect(send).toHaveBeenCalledWith({ chatId: 'c', text: 'Hello', clientMessageId: 'k' });
    expect(consume.mock.calls).toEqual([
      ['default', 'ada'],
      ['default', 'ada'],
    ]);
  });

  it('answers a repeated message like the first', async () => {
    send.mockResolvedValue({ message: MESSAGE, created: false });
    expect(await messages.send(SOCKET, FRAME)).toEqual({ type: 'sent', id: 'k', message: MESSAGE });
  });

  it('refuses over the limit, says for how long, and sends nothing', async () => {
    consume.mockRejectedValue(new RateLimitedError(7));
    expect(await messages.send(SOCKET, FRAME)).toEqual({ ...refused(429, 'RATE_LIMITED'), retryAfter: 7 });
    expect(send).not.toHaveBeenCalled();
  });

  it('refuses a revoked session, which is not counted', async () => {
    revoked = ['session'];
    expect(await messages.send(SOCKET, FRAME)).toEqual(refused(401, 'SESSION_REVOKED'));
    expect([consume.mock.calls, send.mock.calls]).toEqual([[], []]);
  });

  it('names the fields that are wrong', async () => {
    send.mockRejectedValue(new ValidationFailedError([{ field: 'text', message: 'is empty' }]));
    const answer = await messages.send(SOCKET, FRAME);
    expect(answer).toEqual(refused(400, 'VALIDATION_FAILED'));
    expect(answer).toMatchObject({ problem: { errors: [{ field: 'text', message: 'is empty' }] } });
  });

  it('passes on that chat-service is away', async () => {
    send.mockRejectedValue(new UnavailableError('chat-service cannot be reached'));
    expect(await messages.send(SOCKET, FRAME)).toEqual({ ...refused(503, 'UNAVAILABLE'), retryAfter: 1 });
    // Not the person's fault: it does not count.
    expect(refund.mock.calls).toEqual([['default', 'ada']]);
  });

  it('answers an unexpected error as INTERNAL, logs it, and shows nothing of it', async () => {
    const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    send.mockRejectedValue(new TypeError('secret of the house'));
    const answer = await messages.send(SOCKET, FRAME);
    expect(answer).toEqual(refused(500, 'INTERNAL'));
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});
