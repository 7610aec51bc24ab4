import { transaction, type ChatMessage, type Unsent } from './database.js';

export async function keptDrafts(): Promise<Map<string, string>> {
  const drafts = new Map<string, string>();
  await transaction(['drafts'], 'readonly', (store) => {
    const request = store('drafts').openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null) return;
      drafts.set(cursor.key as string, cursor.value as string);
      cursor.continue();
    };
    return undefined;
  });
  return drafts;
}

export async function keepDraft(chatId: string, text: string): Promise<void> {
  await transaction(['drafts'], 'readwrite', (store) => {
    if (text === '') store('drafts').delete(chatId);
    else store('drafts').put(text, chatId);
    return undefined;
  });
}

/** In the order in which they were written. */
export async function keptUnsent(): Promise<Unsent[]> {
  const unsent = await transaction<Unsent[]>(['unsent'], 'readonly', (store) => store('unsent').getAll());
  return unsent ?? [];
}

/** The draft becomes an unsent message in one step, so a crash leaves one of the two. Resolves with its position. */
export async function keepUnsent(unsent: Omit<Unsent, 'position'>): Promise<number> {
  const position = await transaction(['unsent', 'drafts'], 'readwrite', (store) => {
    store('drafts').delete(unsent.chatId);
    return store('unsent').add(unsent);
  });
  return Number(position);
}

export async function changeUnsent(unsent: Unsent): Promise<void> {
  await transaction(['unsent'], 'readwrite', (store) => store('unsent').put(unsent));
}

/** The message that it has become is kept in the same step. */
export async function removeUnsent({ position }: Unsent, message?: ChatMessage): Promise<void> {
  await transaction(['unsent', 'messages'], 'readwrite', (store) => {
    store('unsent').delete(position);
    if (message !== undefined) store('messages').put(message);
    return undefined;
  });
}
