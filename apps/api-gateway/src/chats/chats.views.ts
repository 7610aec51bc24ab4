import type { Chat, ListMessagesResponse, Message } from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';
import type { ProfileLookup } from '../users/profiles.js';
import { ProfileView } from '../users/user.views.js';

export class MessageView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  chatId!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Its place in the chat: 1, 2, 3, …, without gaps.' })
  seq!: number;

  @ApiProperty({ format: 'uuid' })
  senderId!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Hello, Grace!', description: 'null once deleted.' })
  text!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  clientMessageId!: string | null;

  @ApiProperty()
  createdAt!: Date;

  @ApiProperty({ type: Date, nullable: true, example: null })
  editedAt!: Date | null;

  @ApiProperty({ type: Date, nullable: true, example: null })
  deletedAt!: Date | null;
}

export class ChatView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: ProfileView })
  peer!: ProfileView;

  @ApiProperty({ type: MessageView, nullable: true })
  lastMessage!: MessageView | null;

  @ApiProperty({ type: 'integer', example: 7 })
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

export class ChatPageView {
  @ApiProperty({ type: [ChatView], description: 'The latest first.' })
  chats!: ChatView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

export class HistoryView {
  @ApiProperty({ type: [MessageView], description: 'Ascending by `seq`, deleted ones included.' })
  messages!: MessageView[];

  @ApiProperty({ description: 'Whether there are older ones, or with `afterSeq` newer ones.' })
  hasMore!: boolean;

  @ApiProperty({ type: 'integer', example: 7 })
  lastSeq!: number;

  @ApiProperty({ type: 'integer', example: 5 })
  readSeq!: number;

  @ApiProperty({ type: 'integer', example: 7 })
  peerReadSeq!: number;
}

export class ReadView {
  @ApiProperty({ type: 'integer', example: 7 })
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
