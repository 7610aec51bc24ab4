import { chats, loadChat } from './chats.js';
import { ChatHistory } from './history.js';

const histories = new Map<string, ChatHistory>();

/** The history of a chat; it is loaded by its `open()`. */
export function historyOf(chatId: string): ChatHistory {
  const known = histories.get(chatId);
  if (known !== undefined) return known;
  const history = new ChatHistory(chatId);
  histories.set(chatId, history);
  return history;
}

/** Undefined where nobody has asked for it yet. */
export function knownHistoryOf(chatId: string): ChatHistory | undefined {
  return histories.get(chatId);
}

let opening: Promise<unknown> = Promise.resolve();

/** Asks for a chat and its newest messages at the same time. */
export function openUnknown(chatId: string): void {
  opening = Promise.allSettled([historyOf(chatId).prefetch(), loadChat(chatId)]);
}

/** Resolves once a chat that was opened by its address alone is there, or cannot be had. */
export function unknownOpened(): Promise<unknown> {
  return opening;
}

export function openHistories(): ChatHistory[] {
  return [...histories.values()].filter(({ isOpen }) => isOpen.value);
}

export function refreshHistories(): void {
  for (const history of openHistories()) void history.refresh(chats.value.get(history.chatId));
}

export function forgetHistories(): void {
  histories.clear();
}
