import { DomainError } from '@messenger/errors';
import type { RefusedFrame, SendFrame, SentFrame } from '@messenger/live';
import { requestContext, requestIdOr } from '@messenger/logging';
import type { SendMessageRequest } from '@messenger/proto';
import { enter, recordFault, recordReason, type SpanOptions } from '@messenger/tracing';
import { Injectable } from '@nestjs/common';
import { RevokedSessions } from '../auth/guard/revoked-sessions.js';
import type { MessageView } from '../chats/chats.views.js';
import { MessageSender, type SendResult } from '../chats/message-sender.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { toProblem, type Problem } from '../problems/problem.js';
import { RateLimiter } from '../rate-limits/rate-limiter.js';
import { sends } from './live.metrics.js';
import type { ServerSocket } from './server-socket.js';

/** Sends the messages that come over sockets, by the rules, limits and reasons of the POST. */
@Injectable()
export class SocketMessages {
  private readonly problems = new ProblemFilter();

  constructor(
    private readonly sender: MessageSender,
    private readonly rateLimiter: RateLimiter,
    private readonly revokedSessions: RevokedSessions,
  ) {}

  /** Answers with the frame that says what became of the message. */
  async send(
    socket: ServerSocket,
    { id, chatId, text }: SendFrame,
  ): Promise<SentFrame<MessageView> | RefusedFrame<Problem>> {
    const { accessToken, userId, sessionId } = socket;
    const requestId = requestIdOr(undefined);
    const { span, ...traced } = enter('receive send frame', frameOptions(requestId), undefined);
    const context = { requestId, ...traced, span, accessToken, userId };
    try {
      this.revokedSessions.requireActive(sessionId);
      await this.rateLimiter.consume('default', userId);
      const sending = { chatId, text, clientMessageId: id };
      const { message } = await requestContext.run(context, () => this.sendOrRefund(userId, sending));
      sends.inc({ status: 'sent' });
      return { type: 'sent', id, message };
    } catch (error) {
      const problem = toProblem(this.problems.describe(error), context.requestId);
      const retryAfter = error instanceof DomainError ? error.details.retryAfter : undefined;
      sends.inc({ status: problem.status });
      recordReason(span, problem.reason);
      if (problem.status >= 500) recordFault(span);
      return { type: 'refused', id, problem, ...(retryAfter !== undefined && { retryAfter }) };
    } finally {
      span?.end();
    }
  }

  /** What is this server's fault does not count against the sender's limit. */
  private async sendOrRefund(userId: string, sending: SendMessageRequest): Promise<SendResult> {
    try {
      return await this.sender.send(sending);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'UNAVAILABLE')
        await this.rateLimiter.refund('default', userId);
      throw error;
    }
  }
}

function frameOptions(requestId: string): SpanOptions {
  const attributes = { 'network.protocol.name': 'websocket', 'messenger.request.id': requestId };
  return { kind: 'server', attributes };
}
