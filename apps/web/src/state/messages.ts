import { signal } from '@preact/signals';
import { ok } from '@messenger/client';
import type { Message } from '../storage/database.js';
import { keep } from '../storage/kept-chats.js';
import { updateChat } from './chats.js';
import { historyOf } from './histories.js';
import { api } from './session.js';

/** The message that the text field changes at the moment. */
export const editing = signal<Message | null>(null);

export async function edit(message: Message, text: string): Promise<void> {
  show(await ok(api().PATCH('/v1/chats/{chatId}/messages/{messageId}', { ...pathOf(message), body: { text } })));
}

export async function remove(message: Message): Promise<void> {
  await ok(api().DELETE('/v1/chats/{chatId}/messages/{messageId}', pathOf(message)));
  show({ ...message, text: null, deletedAt: new Date().toISOString() });
}

function show(message: Message): void {
  historyOf(message.chatId).apply(message);
  const chat = updateChat(message.chatId, (known) =>
    known.lastMessage?.id === message.id ? { ...known, lastMessage: message } : known,
  );
  void keep({ messages: [message], ...(chat && { chats: [chat] }) });
}

function pathOf({ id, chatId }: Message) {
  return { params: { path: { chatId, messageId: id } } };
}
