import { AccessTokenVerifier } from '@messenger/authentication';
import { SendMessageDto } from '@messenger/dto';
import { messageValidationPipe, toDomainError, toRefusal } from '@messenger/grpc';
import { requestContext, requestIdOr, traceparentOr } from '@messenger/logging';
import type { Complete, SendMessageResponse, SendMessagesItem, SendMessagesOutcome } from '@messenger/proto';
import { Injectable, Logger } from '@nestjs/common';
import { SendingService } from './sending.service.js';

/** Sends one message of a batch as if it had come in a call of its own: its token, its request, its outcome. */
@Injectable()
export class BatchItemSender {
  private readonly logger = new Logger(BatchItemSender.name);
  private readonly validation = messageValidationPipe();

  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly sending: SendingService,
  ) {}

  async send(item: SendMessagesItem): Promise<Complete<SendMessagesOutcome>> {
    const context = {
      requestId: requestIdOr(item.requestId),
      traceparent: traceparentOr(item.traceparent),
      // For the call to subscriber-service, where the projection does not suffice.
      accessToken: item.accessToken,
    };
    try {
      return { sent: await requestContext.run(context, () => this.sendOne(item)), refusal: undefined };
    } catch (error) {
      return { sent: undefined, refusal: toRefusal(toDomainError(error, this.logger)) };
    }
  }

  private async sendOne({ accessToken, message }: SendMessagesItem): Promise<Complete<SendMessageResponse>> {
    const { userId } = await this.verifier.verify(accessToken);
    const request = (await this.validation.transform(message ?? {}, {
      type: 'body',
      metatype: SendMessageDto,
    })) as SendMessageDto;
    return this.sending.sendMessage(request, userId);
  }
}
