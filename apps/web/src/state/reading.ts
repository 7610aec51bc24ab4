import { ok } from '@messenger/client';
import { keep } from '../storage/kept-chats.js';
import { chats, updateChat } from './chats.js';
import { withReadSeq } from './events.js';
import { api } from './session.js';

/** Seen, and not yet said to the API; by chat. */
const pending = new Map<string, number>();
const PAUSE_MS = 150;

/** Says that the messages up to `seq` have been seen; several within a moment are said once. */
export function markRead(chatId: string, seq: number): void {
  const chat = chats.value.get(chatId);
  if (chat === undefined || seq <= Math.max(chat.readSeq, pending.get(chatId) ?? 0)) return;
  const isWaiting = pending.has(chatId);
  pending.set(chatId, seq);
  if (!isWaiting) setTimeout(() => void tell(chatId), PAUSE_MS);
}

async function tell(chatId: string): Promise<void> {
  const seq = pending.get(chatId) ?? 0;
  try {
    const answer = await ok(api().PUT('/v1/chats/{chatId}/read', { params: { path: { chatId } }, body: { seq } }));
    const changed = updateChat(chatId, (chat) => ({
      ...withReadSeq(chat, answer.readSeq),
      ...(chat.readSeq <= answer.readSeq && { unreadCount: answer.unreadCount }),
    }));
    if (changed !== undefined) void keep({ chats: [changed] });
  } catch {
    // Said again with the next message that is seen, or when the chat is opened again.
  } finally {
    // More may have been seen meanwhile.
    if (pending.get(chatId) === seq) pending.delete(chatId);
    else void tell(chatId);
  }
}
