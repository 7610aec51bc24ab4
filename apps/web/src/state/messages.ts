import { signal } from '@preact/signals';
import { ok } from '@messenger/client';
import type { ChatMessage } from '../storage/database.js';
import { keep } from '../storage/kept-chats.js';
import { updateChat } from './chats.js';
import { historyOf } from './histories.js';
import { attempt } from './notices.js';
import { api } from './session.js';

/** The message that the text field changes at the moment, and what it shall be. */
export const editing = signal<{ message: ChatMessage; text: string } | null>(null);

export function beginEdit(message: ChatMessage): void {
  editing.value = { message, text: message.text ?? '' };
}

/** Leaves the field to the next message at once; where the API refuses the text, the field has it again. */
export async function finishEdit(): Promise<void> {
  const edited = editing.value;
  editing.value = null;
  if (edited === null || edited.text === edited.message.text) return;
  const isDone = await attempt(() => edit(edited.message, edited.text.trimEnd()));
  if (!isDone) editing.value ??= edited;
}

async function edit(message: ChatMessage, text: string): Promise<void> {
  show(await ok(api().PATCH('/v1/chats/{chatId}/messages/{messageId}', { ...pathOf(message), body: { text } })));
}

export async function remove(message: ChatMessage): Promise<void> {
  await ok(api().DELETE('/v1/chats/{chatId}/messages/{messageId}', pathOf(message)));
  show({ ...message, text: null, deletedAt: new Date().toISOString() });
}

function show(message: ChatMessage): void {
  historyOf(message.chatId).apply(message);
  const chat = updateChat(message.chatId, (known) =>
    known.lastMessage?.id === message.id ? { ...known, lastMessage: message } : known,
  );
  void keep({ messages: [message], ...(chat && { chats: [chat] }) });
}

function pathOf({ id, chatId }: ChatMessage) {
  return { params: { path: { chatId, messageId: id } } };
}
