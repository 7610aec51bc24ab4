import { signal } from '@preact/signals';
import { keepDraft, keptDrafts } from '../storage/kept-texts.js';

/** What is typed and not sent, by chat. */
export const drafts = signal<ReadonlyMap<string, string>>(new Map());

export async function loadDrafts(): Promise<void> {
  // What has been typed meanwhile is newer.
  drafts.value = new Map([...(await keptDrafts()), ...drafts.value]);
}

/** Kept with each key press: the tab may be closed at any time. */
export function setDraft(chatId: string, text: string): void {
  drafts.value = withDraft(chatId, text);
  void keepDraft(chatId, text).catch(() => undefined);
}

/** The unsent message that it becomes takes it out of the database. */
export function clearDraft(chatId: string): void {
  drafts.value = withDraft(chatId, '');
}

export function forgetDrafts(): void {
  drafts.value = new Map();
}

function withDraft(chatId: string, text: string): Map<string, string> {
  const next = new Map(drafts.value);
  if (text === '') next.delete(chatId);
  else next.set(chatId, text);
  return next;
}
