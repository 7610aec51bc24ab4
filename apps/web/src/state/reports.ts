import { signal } from '@preact/signals';
import { ok } from '@messenger/client';
import type { ChatMessage } from '../storage/database.js';
import { api } from './session.js';

/** What a report is about: a person, or one of that person's messages. */
export interface Reported {
  userId: string;
  message?: ChatMessage;
}

/** What the dialog asks about; null while it is closed. */
export const reported = signal<Reported | null>(null);

/** @param withContext whether the messages before and after the reported one go along */
export async function report({ userId, message }: Reported, text: string, withContext: boolean): Promise<void> {
  const place = message && { chatId: message.chatId, messageId: message.id, withContext };
  await ok(api().POST('/v1/reports', { body: { userId, text, ...place } }));
}
