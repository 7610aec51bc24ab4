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
import { IsInt, Max, Min } from 'class-validator';
import { Describe, DescribeModel } from '../fields/describe.js';
import { EXAMPLE_IDS } from '../fields/example-ids.js';
import { Id } from '../fields/id.js';
import { MAX_SEQ, PageSize, PageToken, SeqBound } from '../fields/paging.js';
import { Optional, Text } from '../fields/text.js';

const MAX_TEXT_LENGTH = 4_096;
/** Messages that travel in one call of SendMessages. */
export const MAX_BATCH_SIZE = 64;

/** A message is kept as it was written, but for white space at its end. */
function MessageText(example: string): PropertyDecorator {
  const description = 'Kept as it is, but for white space at its end; something of it must be visible.';
  return Text({ min: 1, max: MAX_TEXT_LENGTH, trim: 'end', visible: true, example, description });
}

@DescribeModel('With whom to chat.')
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

/** The body of the route; chatId is in its path. */
@DescribeModel('A new message.')
export class SendMessageBody implements Omit<SendMessageRequest, 'chatId'> {
  @MessageText('Hello, Grace!')
  text!: string;

  @Id('A UUID of your choice that makes the call safe to repeat.', EXAMPLE_IDS.clientMessage)
  @Optional()
  clientMessageId?: string;
}

export class SendMessageDto extends SendMessageBody implements SendMessageRequest {
  @Id()
  chatId!: string;
}

/** The query of the route; chatId is in its path. */
export class ListMessagesQuery implements Omit<ListMessagesRequest, 'chatId'> {
  @SeqBound('Only messages below this `seq`; the newest of them.')
  beforeSeq?: number;

  @SeqBound('Only messages above this `seq`; the oldest of them.')
  afterSeq?: number;

  @PageSize()
  limit?: number;
}

export class ListMessagesDto extends ListMessagesQuery implements ListMessagesRequest {
  @Id()
  chatId!: string;
}

/** The body of the route; chatId and messageId are in its path. */
@DescribeModel('The message as it should have been.')
export class EditMessageBody implements Pick<EditMessageRequest, 'text'> {
  @MessageText('Hello, dear Grace!')
  text!: string;
}

export class EditMessageDto extends EditMessageBody implements EditMessageRequest {
  @Id()
  chatId!: string;

  @Id()
  messageId!: string;
}

export class DeleteMessageDto implements DeleteMessageRequest {
  @Id()
  chatId!: string;

  @Id()
  messageId!: string;
}

/** The body of the route; chatId is in its path. */
@DescribeModel('How far I have read.')
export class MarkReadBody implements Omit<MarkReadRequest, 'chatId'> {
  @Describe({
    type: 'integer',
    minimum: 0,
    maximum: MAX_SEQ,
    example: 1,
    description: 'The `seq` of the last message that I have read.',
  })
  @IsInt()
  @Min(0)
  @Max(MAX_SEQ)
  seq!: number;
}

export class MarkReadDto extends MarkReadBody implements MarkReadRequest {
  @Id()
  chatId!: string;
}
