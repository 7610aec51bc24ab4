import { transaction, type Chat, type ChatMessage, type StoreName } from './database.js';

/** This many messages of a chat are kept. */
const KEPT_MESSAGES = 500;
const CURSOR = 'cursor';

export interface Change {
  chats?: readonly Chat[];
  messages?: readonly ChatMessage[];
  /** Covers all that this change and those before it hold. */
  cursor?: string;
}

export async function keptCursor(): Promise<string | undefined> {
  return (await transaction(['meta'], 'readonly', (store) => store('meta').get(CURSOR))) as string | undefined;
}

export async function keptChats(): Promise<Chat[]> {
  const chats = await transaction<Chat[]>(['chats'], 'readonly', (store) => store('chats').getAll());
  return chats ?? [];
}

/** The newest messages of a chat, without a gap. */
export async function keptMessages(chatId: string): Promise<ChatMessage[]> {
  const all = await transaction<ChatMessage[]>(['messages'], 'readonly', (store) =>
    store('messages').getAll(ofChat(chatId)),
  );
  return lastRun(all ?? []);
}

/** All of it or nothing: a cursor never covers an event that is not kept. Nothing where the browser keeps nothing. */
export async function keep({ chats = [], messages = [], cursor }: Change): Promise<void> {
  const stores: StoreName[] = ['meta', 'chats', 'messages'];
  const kept = transaction(stores, 'readwrite', (store) => {
    for (const chat of chats) store('chats').put(chat);
    for (const message of messages) store('messages').put(message);
    if (cursor !== undefined) store('meta').put(cursor, CURSOR);
    return undefined;
  });
  await kept.catch(() => undefined);
}

export async function forgetOlderMessages(chatId: string, newestSeq: number): Promise<void> {
  if (newestSeq <= KEPT_MESSAGES) return;
  const older = IDBKeyRange.bound([chatId, 0], [chatId, newestSeq - KEPT_MESSAGES]);
  await transaction(['messages'], 'readwrite', (store) => store('messages').delete(older));
}

/** After which nothing is shown that may be out of date: the events in between are lost. */
export async function forgetMessages(): Promise<void> {
  await transaction(['messages'], 'readwrite', (store) => store('messages').clear());
}

function ofChat(chatId: string): IDBKeyRange {
  return IDBKeyRange.bound([chatId, 0], [chatId, Number.MAX_SAFE_INTEGER]);
}

/** @param messages ascending by `seq` */
export function lastRun(messages: readonly ChatMessage[]): ChatMessage[] {
  let start = messages.length - 1;
  while (start > 0 && messages[start - 1]?.seq === (messages[start]?.seq ?? 0) - 1) start--;
  return messages.slice(Math.max(0, start));
}
