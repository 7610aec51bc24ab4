import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { ProblemError, randomUuid } from '@messenger/client';
import type { ChatMessage, Unsent } from '../storage/database.js';
import { changeUnsent, keepUnsent, keptUnsent, removeUnsent } from '../storage/kept-texts.js';
import { updateChat, withMessage } from './chats.js';
import { clearDraft } from './drafts.js';
import { historyOf } from './histories.js';
import { withLock } from './lock.js';
import { client, ownId } from './session.js';

/** Written here, and not stored by the API yet, in order. */
export const unsent = signal<readonly Unsent[]>([]);
const byChat = new Map<string, ReadonlySignal<readonly Unsent[]>>();
const NONE: readonly Unsent[] = [];

/** Those of a chat; the very same list where none of its own has changed. */
export function unsentIn(chatId: string): ReadonlySignal<readonly Unsent[]> {
  const known = byChat.get(chatId);
  if (known !== undefined) return known;
  let last = NONE;
  const list = computed(
    () =>
      (last = sameOr(
        last,
        unsent.value.filter((entry) => entry.chatId === chatId),
      )),
  );
  byChat.set(chatId, list);
  return list;
}

function sameOr(last: readonly Unsent[], next: readonly Unsent[]): readonly Unsent[] {
  const isSame = last.length === next.length && last.every((entry, index) => entry === next[index]);
  return isSame ? last : next;
}

/** By `clientMessageId`. */
export const sending = signal<ReadonlySet<string>>(new Set());

/** Position where the browser keeps nothing. */
const NOT_KEPT = Number.MAX_SAFE_INTEGER;
let stop = new AbortController();
let tabs: BroadcastChannel | undefined;

/** Goes on with what was not sent when the page was closed, here or in another tab. */
export async function startSending(): Promise<void> {
  stop = new AbortController();
  tabs = new BroadcastChannel(`messenger unsent ${ownId()}`);
  tabs.onmessage = () => void readKept();
  addEventListener('online', sendAgain);
  await readKept();
  drainAll();
}

/** The network is back: what waits for its next attempt has it now. */
function sendAgain(): void {
  stop.abort();
  stop = new AbortController();
  drainAll();
}

function drainAll(): void {
  for (const chatId of new Set(unsent.value.map((entry) => entry.chatId))) void drain(chatId);
}

export function stopSending(): void {
  stop.abort();
  removeEventListener('online', sendAgain);
  tabs?.close();
  batch(() => {
    unsent.value = [];
    sending.value = new Set();
  });
}

/** Shows and sends the message as soon as it is kept: neither a crash nor a closed tab loses what has been seen. */
export async function write(chatId: string, text: string): Promise<void> {
  const entry = { clientMessageId: randomUuid(), chatId, text, createdAt: new Date().toISOString() };
  clearDraft(chatId);
  const position = await keepUnsent(entry).catch(() => NOT_KEPT);
  unsent.value = [...unsent.value, { ...entry, position }];
  if (position === NOT_KEPT) return sendUnkept({ ...entry, position });
  tabs?.postMessage(chatId);
  await drain(chatId);
}

export async function tryAgain({ refusal: _refusal, ...entry }: Unsent): Promise<void> {
  await changeUnsent(entry);
  replace(entry);
  await drain(entry.chatId);
}

export async function discard(entry: Unsent): Promise<void> {
  forget(entry);
  await removeUnsent(entry);
  tabs?.postMessage(entry.chatId);
}

/** A browser that keeps nothing, or is full, sends all the same. */
async function sendUnkept(entry: Unsent): Promise<void> {
  await withLock(`messenger send ${entry.chatId}`, stop.signal, () => send(entry, stop.signal)).catch(() => undefined);
}

/** Sends what waits in a chat, one after the other. One tab does it at a time, so the order is kept. */
async function drain(chatId: string): Promise<void> {
  const { signal: stopped } = stop;
  await withLock(`messenger send ${chatId}`, stopped, () => sendAll(chatId, stopped)).catch(() => undefined);
}

async function sendAll(chatId: string, stopped: AbortSignal): Promise<void> {
  for (;;) {
    const kept = await keptUnsent();
    const next = kept.find((entry) => entry.chatId === chatId && entry.refusal === undefined);
    if (next === undefined || stopped.aborted) return;
    await send(next, stopped);
  }
}

/** Any other failure than a refusal leaves the message waiting: for the next start, or the next sign-in. */
async function send(entry: Unsent, stopped: AbortSignal): Promise<void> {
  const { chatId, text, clientMessageId } = entry;
  mark(entry, true);
  try {
    await settle(entry, await client().send(chatId, text, { clientMessageId, signal: stopped }));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await refuse(entry, error);
  } finally {
    mark(entry, false);
  }
}

async function settle(entry: Unsent, message: ChatMessage): Promise<void> {
  batch(() => {
    historyOf(entry.chatId).apply(message);
    updateChat(entry.chatId, (chat) => withMessage(chat, message));
    forget(entry);
  });
  await removeUnsent(entry, message);
  tabs?.postMessage(entry.chatId);
}

async function refuse(entry: Unsent, { reason }: ProblemError): Promise<void> {
  const refused = { ...entry, refusal: reason === 'VALIDATION_FAILED' ? 'text' : reason };
  replace(refused);
  await changeUnsent(refused);
  tabs?.postMessage(entry.chatId);
}

async function readKept(): Promise<void> {
  const kept = await keptUnsent();
  const fresh = unsent.value.filter(({ position }) => position === NOT_KEPT);
  const known = new Set(kept.map(({ clientMessageId }) => clientMessageId));
  unsent.value = [...kept, ...fresh.filter(({ clientMessageId }) => !known.has(clientMessageId))];
}

function replace(entry: Unsent): void {
  unsent.value = unsent.value.map((other) => (other.clientMessageId === entry.clientMessageId ? entry : other));
}

function forget({ clientMessageId }: Unsent): void {
  unsent.value = unsent.value.filter((other) => other.clientMessageId !== clientMessageId);
}

/** An event says that another tab, or an answer that was lost, has stored it. */
export function forgetStored(clientMessageId: string | null): void {
  const entry = unsent.value.find((other) => other.clientMessageId === clientMessageId);
  if (entry !== undefined) forget(entry);
}

function mark({ clientMessageId }: Unsent, isSending: boolean): void {
  const next = new Set(sending.value);
  if (isSending) next.add(clientMessageId);
  else next.delete(clientMessageId);
  sending.value = next;
}
