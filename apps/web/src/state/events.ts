import { batch } from '@preact/signals';
import type { LiveEvent } from '@messenger/client';
import type { Chat, ChatMessage } from '../storage/database.js';
import { keep } from '../storage/kept-chats.js';
import { chats, loadChat, updateChat, withMessage } from './chats.js';
import { onFriend, onFriendEnded, onRequest, onRequestEnded } from './friendships.js';
import { knownHistoryOf } from './histories.js';
import { me } from './people.js';
import { ownId } from './session.js';
import { forgetStored } from './unsent.js';

/** Called for each message of somebody else that is new. */
type Listener = (message: ChatMessage, chat: Chat | undefined) => void;
let onIncoming: Listener = () => undefined;

export function listenToIncoming(listener: Listener): void {
  onIncoming = listener;
}

/** Shows what an event says, and keeps it together with its cursor. */
export async function applyEvent(event: LiveEvent): Promise<void> {
  const message = messageOf(event);
  const chat = batch(() => (message === undefined ? applyOther(event) : applyMessage(event, message)));
  await keep({
    ...(message !== undefined && { messages: [message] }),
    ...(chat !== undefined && { chats: [chat] }),
    cursor: event.cursor,
  });
}

function messageOf(event: LiveEvent): ChatMessage | undefined {
  return event.type.startsWith('chat.message_') ? (event.data as ChatMessage) : undefined;
}

function applyMessage({ type }: LiveEvent, message: ChatMessage): Chat | undefined {
  knownHistoryOf(message.chatId)?.apply(message);
  if (type === 'chat.message_sent.v1') return onSent(message);
  return onChanged(message);
}

function onSent(message: ChatMessage): Chat | undefined {
  const before = chats.value.get(message.chatId);
  if (before === undefined) void loadChat(message.chatId).catch(() => undefined);
  forgetStored(message.clientMessageId);
  const isNew = message.seq > (before?.lastSeq ?? 0);
  if (isNew && message.senderId !== ownId()) onIncoming(message, before);
  return updateChat(message.chatId, (chat) => withMessage(chat, message));
}

/** A deleted message may have been an unread one: they are counted by the API. */
function onChanged(message: ChatMessage): Chat | undefined {
  const chat = chats.value.get(message.chatId);
  const wasUnread = message.senderId !== ownId() && message.seq > (chat?.readSeq ?? 0);
  if (message.deletedAt !== null && wasUnread) void loadChat(message.chatId).catch(() => undefined);
  return updateChat(message.chatId, (known) =>
    known.lastMessage?.id === message.id ? { ...known, lastMessage: message } : known,
  );
}

function applyOther(event: LiveEvent): Chat | undefined {
  switch (event.type) {
    case 'chat.read.v1':
      return onRead(event.data);
    case 'subscriber.friend_request_sent.v1':
      onRequest(event.data);
      break;
    case 'subscriber.friend_request_declined.v1':
    case 'subscriber.friend_request_cancelled.v1':
      onRequestEnded(event.data);
      break;
    case 'subscriber.friendship_started.v1':
      onFriend(event.data);
      break;
    case 'subscriber.friendship_ended.v1':
      onFriendEnded(event.data.user.id);
      break;
    case 'user.profile_updated.v1':
      me.value = event.data;
      break;
  }
  return undefined;
}

function onRead({ chatId, userId, seq }: { chatId: string; userId: string; seq: number }): Chat | undefined {
  if (userId !== ownId()) {
    return updateChat(chatId, (chat) => ({ ...chat, peerReadSeq: Math.max(chat.peerReadSeq, seq) }));
  }
  const chat = chats.value.get(chatId);
  // Read in part, on another device: what is left is counted by the API.
  if (chat !== undefined && seq > chat.readSeq && seq < chat.lastSeq) void loadChat(chatId).catch(() => undefined);
  return updateChat(chatId, (known) => withReadSeq(known, seq));
}

export function withReadSeq(chat: Chat, seq: number): Chat {
  if (seq <= chat.readSeq) return chat;
  return { ...chat, readSeq: seq, unreadCount: seq >= chat.lastSeq ? 0 : chat.unreadCount };
}
