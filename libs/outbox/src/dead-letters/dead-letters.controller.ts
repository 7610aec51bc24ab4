import { AdministratorsGuard } from '@messenger/authentication';
import { ReplayDeadLettersDto } from '@messenger/dto';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  DeadLetterServiceService,
  type DeadLetterService,
  type ListDeadLettersResponse,
  type ReplayDeadLettersResponse,
} from '@messenger/proto';
import { UseGuards } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DeadLettersService } from './dead-letters.service.js';

@GrpcController(DeadLetterServiceService)
@UseGuards(AdministratorsGuard)
export class DeadLettersController implements RpcHandlers<DeadLetterService> {
  constructor(private readonly deadLetters: DeadLettersService) {}

  async listDeadLetters(): Promise<ListDeadLettersResponse> {
    return { deadLetters: await this.deadLetters.list() };
  }

  async replayDeadLetters(@Payload() { eventId }: ReplayDeadLettersDto): Promise<ReplayDeadLettersResponse> {
    return { replayed: await this.deadLetters.replay(eventId) };
  }
}
