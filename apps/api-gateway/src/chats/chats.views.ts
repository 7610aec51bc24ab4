import { EXAMPLE_IDS } from '@messenger/dto';
import type { Chat, ListMessagesResponse, Message } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ProfileLookup } from '../users/profiles.js';
import { ProfileView } from '../users/user.views.js';

@ApiSchema({ description: 'A message of a chat.' })
export class MessageView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.message, description: 'Names the message.' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.chat, description: 'The chat that it is in.' })
  chatId!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Its place in the chat: 1, 2, 3, …, without gaps.' })
  seq!: number;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.ada, description: 'Who sent it.' })
  senderId!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Hello, Grace!', description: 'null once deleted.' })
  text!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_IDS.clientMessage,
    description: "The sender's own name for it, null where it gave none.",
  })
  clientMessageId!: string | null;

  @ApiProperty({ description: 'When it was sent.' })
  createdAt!: Date;

  @ApiProperty({ type: Date, nullable: true, example: null, description: 'When it was last edited.' })
  editedAt!: Date | null;

  @ApiProperty({ type: Date, nullable: true, example: null, description: 'When it was deleted.' })
  deletedAt!: Date | null;
}

@ApiSchema({ description: 'A chat of two people, as one of them sees it.' })
export class ChatView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.chat, description: 'Names the chat.' })
  id!: string;

  @ApiProperty({ type: ProfileView, description: 'The other person.' })
  peer!: ProfileView;

  @ApiProperty({ type: MessageView, nullable: true, description: 'The newest one, null before the first.' })
  lastMessage!: MessageView | null;

  @ApiProperty({ type: 'integer', example: 7, description: 'The `seq` of the last message, 0 before the first.' })
  lastSeq!: number;

  @ApiProperty({ type: 'integer', example: 5, description: 'I have read up to here.' })
  readSeq!: number;

  @ApiProperty({ type: 'integer', example: 7, description: 'The other has read up to here.' })
  peerReadSeq!: number;

  @ApiProperty({
    type: 'integer',
    example: 2,
    description: "The other's messages above `readSeq` that are not deleted; 1000 says 1,000 or more.",
  })
  unreadCount!: number;

  @ApiProperty({ description: 'When the last message was sent, or the chat was made.' })
  updatedAt!: Date;
}

@ApiSchema({ description: 'A page of my chats.' })
export class ChatPageView {
  @ApiProperty({ type: [ChatView], description: 'The latest first.' })
  chats!: ChatView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

@ApiSchema({ description: 'A part of the messages of a chat.' })
export class HistoryView {
  @ApiProperty({ type: [MessageView], description: 'Ascending by `seq`, deleted ones included.' })
  messages!: MessageView[];

  @ApiProperty({ description: 'Whether there are older ones, or with `afterSeq` newer ones.' })
  hasMore!: boolean;

  @ApiProperty({ type: 'integer', example: 7, description: 'The `seq` of the last message of the chat.' })
  lastSeq!: number;

  @ApiProperty({ type: 'integer', example: 5, description: 'I have read up to here.' })
  readSeq!: number;

  @ApiProperty({ type: 'integer', example: 7, description: 'The other has read up to here.' })
  peerReadSeq!: number;
}

@ApiSchema({ description: 'How far I have read, and what is left.' })
export class ReadView {
  @ApiProperty({ type: 'integer', example: 7, description: 'I have read up to here.' })
  readSeq!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'What is left above it; 1000 says 1,000 or more.' })
  unreadCount!: number;
}

export function toMessageView(message: Message): MessageView {
  const { id, chatId, seq, senderId } = message;
  return {
    id,
    chatId,
    seq,
    senderId,
    text: message.text ?? null,
    clientMessageId: message.clientMessageId ?? null,
    createdAt: message.createdAt as Date,
    editedAt: message.editedAt ?? null,
    deletedAt: message.deletedAt ?? null,
  };
}

export function toChatView(chat: Chat, profileOf: ProfileLookup): ChatView {
  const { id, peerId, lastMessage, lastSeq, readSeq, peerReadSeq, unreadCount, updatedAt } = chat;
  return {
    id,
    peer: profileOf(peerId),
    lastMessage: lastMessage === undefined ? null : toMessageView(lastMessage),
    lastSeq,
    readSeq,
    peerReadSeq,
    unreadCount,
    updatedAt: updatedAt as Date,
  };
}

export function toHistoryView({ messages, ...positions }: ListMessagesResponse): HistoryView {
  return { messages: messages.map(toMessageView), ...positions };
}
