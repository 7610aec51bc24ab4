import { AccessTokenVerifier } from '@messenger/authentication';
import { MAX_BATCH_SIZE, SendMessageDto, validatedSync } from '@messenger/dto';
import { ValidationFailedError } from '@messenger/errors';
import { toDomainError, toRefusal } from '@messenger/grpc';
import { requestContext, requestIdOr } from '@messenger/logging';
import type { Complete, SendMessageResponse, SendMessagesItem, SendMessagesOutcome } from '@messenger/proto';
import { follow, recordOutcome } from '@messenger/tracing';
import { Injectable, Logger } from '@nestjs/common';
import { SendingService } from './sending.service.js';

/** Sends one message of a batch as if it had come in a call of its own: its token, its request, its outcome. */
@Injectable()
export class BatchItemSender {
  private readonly logger = new Logger(BatchItemSender.name);

  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly sending: SendingService,
  ) {}

  /** @throws ValidationFailedError where there are none, or too many */
  async sendAll(items: SendMessagesItem[]): Promise<Complete<SendMessagesOutcome>[]> {
    // Not a DTO: the pipe would copy and look through all items, each of which is validated by itself.
    if (items.length < 1 || items.length > MAX_BATCH_SIZE) {
      throw new ValidationFailedError([{ field: 'items', message: `items must be 1 to ${MAX_BATCH_SIZE}` }]);
    }
    return Promise.all(items.map((item) => this.send(item)));
  }

  private async send(item: SendMessagesItem): Promise<Complete<SendMessagesOutcome>> {
    const traced = follow('send message', { kind: 'internal' }, item.traceparent);
    const context = {
      requestId: requestIdOr(item.requestId),
      ...traced,
      // For the call to subscriber-service, where the projection does not suffice.
      accessToken: item.accessToken,
      endsAtMs: requestContext.getStore()?.endsAtMs,
    };
    try {
      const sent = recordOutcome(
        traced.span,
        requestContext.run(context, () => this.sendOne(item)),
      );
      return { sent: await sent, refusal: undefined };
    } catch (error) {
      return { sent: undefined, refusal: toRefusal(toDomainError(error, this.logger)) };
    }
  }

  private async sendOne({ accessToken, message }: SendMessagesItem): Promise<Complete<SendMessageResponse>> {
    const { userId } = await this.verifier.verify(accessToken);
    return this.sending.sendMessage(validatedSync(SendMessageDto, message ?? {}), userId);
  }
}
