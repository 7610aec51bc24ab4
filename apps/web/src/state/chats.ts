import { computed, signal } from '@preact/signals';
import { ok } from '@messenger/client';
import type { Chat, ChatMessage } from '../storage/database.js';
import { keep } from '../storage/kept-chats.js';
import { api, ownId } from './session.js';

const PAGE_SIZE = 100;
/** The API counts no further. */
export const MAX_UNREAD = 1_000;

export const chats = signal<ReadonlyMap<string, Chat>>(new Map());
/** Whether it is known which chats there are. */
export const chatsLoaded = signal(false);

/** The latest first. */
export const sortedChats = computed(() =>
  [...chats.value.values()].sort((one, other) => compare(other.updatedAt, one.updatedAt)),
);
export const unreadTotal = computed(() => sortedChats.value.reduce((sum, { unreadCount }) => sum + unreadCount, 0));

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function putChats(list: readonly Chat[]): void {
  const next = new Map(chats.value);
  for (const chat of list) next.set(chat.id, mergeChat(next.get(chat.id), chat));
  chats.value = next;
}

export function updateChat(chatId: string, change: (chat: Chat) => Chat): Chat | undefined {
  const chat = chats.value.get(chatId);
  if (chat === undefined) return undefined;
  const changed = change(chat);
  if (changed !== chat) chats.value = new Map(chats.value).set(chatId, changed);
  return changed;
}

/** An answer may be older than an event that has overtaken it: positions never go back. */
export function mergeChat(known: Chat | undefined, answer: Chat): Chat {
  if (known === undefined) return answer;
  const newer = known.lastSeq > answer.lastSeq ? known : answer;
  return {
    ...newer,
    peer: answer.peer,
    readSeq: Math.max(known.readSeq, answer.readSeq),
    peerReadSeq: Math.max(known.peerReadSeq, answer.peerReadSeq),
    unreadCount: known.readSeq > answer.readSeq ? known.unreadCount : newer.unreadCount,
  };
}

/** What a new message does to its chat. */
export function withMessage(chat: Chat, message: ChatMessage): Chat {
  if (message.seq <= chat.lastSeq) return chat;
  const isUnread = message.senderId !== ownId() && message.seq > chat.readSeq;
  return {
    ...chat,
    lastMessage: message,
    lastSeq: message.seq,
    updatedAt: message.createdAt,
    unreadCount: Math.min(MAX_UNREAD, chat.unreadCount + (isUnread ? 1 : 0)),
  };
}

export function isNewer(known: ChatMessage, other: ChatMessage): boolean {
  if (known.deletedAt !== null) return false;
  return other.deletedAt !== null || (other.editedAt ?? '') > (known.editedAt ?? '');
}

/** Reads all chats, the latest first on the screen. */
export async function loadChats(): Promise<void> {
  let pageToken = '';
  do {
    const query = { pageSize: PAGE_SIZE, ...(pageToken && { pageToken }) };
    const page = await ok(api().GET('/v1/chats', { params: { query } }));
    putChats(page.chats);
    void keep({ chats: page.chats });
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  chatsLoaded.value = true;
}

export async function loadChat(chatId: string): Promise<Chat> {
  const chat = await ok(api().GET('/v1/chats/{chatId}', { params: { path: { chatId } } }));
  putChats([chat]);
  void keep({ chats: [chat] });
  return chat;
}

/** The chat with a friend, made where there is none. */
export async function openDirectChat(userId: string): Promise<Chat> {
  const chat = await ok(api().POST('/v1/chats/direct', { body: { userId } }));
  putChats([chat]);
  return chat;
}
