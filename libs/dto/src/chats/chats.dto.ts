import type {
  DeleteMessageRequest,
  EditMessageRequest,
  GetChatRequest,
  ListChatsRequest,
  ListMessagesRequest,
  MarkReadRequest,
  OpenDirectChatRequest,
  SendMessageRequest,
} from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { Id } from '../fields/id.js';
import { MAX_SEQ, PageSize, PageToken, SeqBound } from '../fields/paging.js';
import { Optional, Text } from '../fields/text.js';

const MAX_TEXT = 4_096;

export class OpenDirectChatDto implements OpenDirectChatRequest {
  @Id('A friend.')
  userId!: string;
}

export class ListChatsDto implements ListChatsRequest {
  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

export class GetChatDto implements GetChatRequest {
  @Id()
  chatId!: string;
}

export class SendMessageDto implements SendMessageRequest {
  @Id()
  chatId!: string;

  @Text({ min: 1, max: MAX_TEXT, example: 'Hello, Grace!' })
  text!: string;

  @Id('A UUID of your choice that makes the call safe to repeat.')
  @Optional()
  clientMessageId?: string;
}

export class ListMessagesDto implements ListMessagesRequest {
  @Id()
  chatId!: string;

  @SeqBound('Only messages below this `seq`; the newest of them.')
  beforeSeq?: number;

  @SeqBound('Only messages above this `seq`; the oldest of them.')
  afterSeq?: number;

  @PageSize()
  limit?: number;
}

export class EditMessageDto implements EditMessageRequest {
  @Id()
  chatId!: string;

  @Id()
  messageId!: string;

  @Text({ min: 1, max: MAX_TEXT, example: 'Hello, dear Grace!' })
  text!: string;
}

export class DeleteMessageDto implements DeleteMessageRequest {
  @Id()
  chatId!: string;

  @Id()
  messageId!: string;
}

export class MarkReadDto implements MarkReadRequest {
  @Id()
  chatId!: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_SEQ, example: 1 })
  @IsInt()
  @Min(0)
  @Max(MAX_SEQ)
  seq!: number;
}
