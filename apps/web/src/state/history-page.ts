import { ok, type components } from '@messenger/client';
import type { Chat } from '../storage/database.js';
import { api } from './session.js';

const PAGE_SIZE = 100;
/** Shown above the first unread message. */
const CONTEXT = 20;

export type Range = { beforeSeq: number } | { afterSeq: number } | Record<string, never>;

export interface Read {
  page: components['schemas']['HistoryView'];
  range: Range;
}

/** A page of a chat's messages; the newest ones without a range. */
export async function readHistory(chatId: string, range: Range): Promise<Read> {
  const params = { path: { chatId }, query: { limit: PAGE_SIZE, ...range } };
  return { page: await ok(api().GET('/v1/chats/{chatId}/messages', { params })), range };
}

/** Where a chat is opened: around its first unread message, or at its newest. */
export function startOf(chat: Chat | undefined): Range {
  if (chat === undefined || chat.unreadCount === 0 || chat.lastSeq - chat.readSeq < PAGE_SIZE - CONTEXT) return {};
  return { afterSeq: Math.max(0, chat.readSeq - CONTEXT) };
}
