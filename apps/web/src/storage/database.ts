import type { components } from '@messenger/client';

export type Chat = components['schemas']['ChatView'];
export type ChatMessage = components['schemas']['MessageView'];

/** A message that the API has not stored yet. `position` gives the order. */
export interface Unsent {
  position: number;
  clientMessageId: string;
  chatId: string;
  text: string;
  createdAt: string;
  /** Why the API refused it: it waits for a person to decide. */
  refusal?: string;
}

const VERSION = 1;
const PREFIX = 'messenger-';

let opened: Promise<IDBDatabase> | undefined;

/** Opens what this browser keeps of a person: chats and messages for a start without a network, drafts, unsent messages. */
export function openDatabase(userId: string): void {
  opened = open(PREFIX + userId);
  opened.catch(() => undefined);
}

/** Deletes what is kept of a person who has signed out. */
export async function deleteDatabase(userId: string): Promise<void> {
  await closeDatabase();
  await settled(indexedDB.deleteDatabase(PREFIX + userId));
}

export async function closeDatabase(): Promise<void> {
  const closing = opened;
  // At once: the next person's may be opened before this one is closed.
  opened = undefined;
  (await closing?.catch(() => undefined))?.close();
}

export type StoreName = 'meta' | 'chats' | 'messages' | 'drafts' | 'unsent';

/** Runs `work` in one transaction; resolves with its result once that is committed. */
export async function transaction<Result>(
  stores: StoreName[],
  mode: IDBTransactionMode,
  work: (store: (name: StoreName) => IDBObjectStore) => IDBRequest<Result> | undefined,
): Promise<Result | undefined> {
  if (opened === undefined) throw new Error('No database is open');
  const current = (await opened).transaction(stores, mode);
  const request = work((name) => current.objectStore(name));
  // Not left to the end of the requests: the tab may be closed before.
  if (mode === 'readwrite') current.commit();
  await new Promise<void>((resolve, reject) => {
    current.oncomplete = () => resolve();
    current.onabort = () => reject(current.error ?? new Error('The transaction was aborted'));
  });
  return request?.result;
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => createStores(request.result);
  return settled(request);
}

function createStores(database: IDBDatabase): void {
  database.createObjectStore('meta');
  database.createObjectStore('chats', { keyPath: 'id' });
  database.createObjectStore('messages', { keyPath: ['chatId', 'seq'] });
  database.createObjectStore('drafts');
  database.createObjectStore('unsent', { keyPath: 'position', autoIncrement: true });
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The request failed'));
  });
}
