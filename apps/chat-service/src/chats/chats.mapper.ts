import type { Chat, Complete } from '@messenger/proto';
import { toMessage, type MessageRow } from '../message.js';
import type { CountedChat } from './chats.repository.js';

export function toChat(chat: CountedChat, lastMessage: MessageRow | undefined): Complete<Chat> {
  const { id, peerId, lastSeq, readSeq, peerReadSeq, unreadCount, updatedAt } = chat;
  return {
    ...{ id, peerId, lastSeq, readSeq, peerReadSeq, unreadCount, updatedAt },
    lastMessage: lastMessage === undefined ? undefined : toMessage(lastMessage),
  };
}
