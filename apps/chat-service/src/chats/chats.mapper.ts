import type { Chat } from '@messenger/proto';
import { toMessage } from '../messages/messages.mapper.js';
import type { MessageRow } from '../messages/message-row.js';
import type { CountedChat } from './chats.repository.js';

export function toChat(chat: CountedChat, lastMessage: MessageRow | undefined): Chat {
  const { id, peerId, lastSeq, readSeq, peerReadSeq, unreadCount, updatedAt } = chat;
  return {
    ...{ id, peerId, lastSeq, readSeq, peerReadSeq, unreadCount, updatedAt },
    lastMessage: lastMessage === undefined ? undefined : toMessage(lastMessage),
  };
}
