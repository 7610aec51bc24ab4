import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { isTransient, ProblemError, randomUuid, SignedOutError } from '@messenger/client';
import type { Message, Unsent } from '../storage/database.js';
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

/** After those whose position is not known yet come later ones all the same. */
const UNKNOWN_POSITION = Number.MAX_SAFE_INTEGER;
let stop = new AbortController();
let tabs: BroadcastChannel | undefined;

/** Goes on with what was not sent when the page was closed, here or in another tab. */
export async function startSending(): Promise<void> {
  stop = new AbortController();
  tabs = new BroadcastChannel(`messenger unsent ${ownId()}`);
  tabs.onmessage = () => void readKept();
  await readKept();
  for (const chatId of new Set(unsent.value.map((entry) => entry.chatId))) void drain(chatId);
}

export function stopSending(): void {
  stop.abort();
  tabs?.close();
  batch(() => {
    unsent.value = [];
    sending.value = new Set();
  });
}

/** Shows the message at once; it is sent as soon as it is kept, so that neither a crash nor a closed tab loses it. */
export async function write(chatId: string, text: string): Promise<void> {
  const entry = { clientMessageId: randomUuid(), chatId, text, createdAt: new Date().toISOString() };
  batch(() => {
    unsent.value = [...unsent.value, { ...entry, position: UNKNOWN_POSITION }];
    clearDraft(chatId);
  });
  const position = await keepUnsent(entry);
  replace({ ...entry, position });
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

async function send(entry: Unsent, stopped: AbortSignal): Promise<void> {
  mark(entry, true);
  try {
    const { chatId, text, clientMessageId } = entry;
    await settle(entry, await client().send(chatId, text, { clientMessageId, signal: stopped }));
  } catch (error) {
    if (error instanceof SignedOutError || stopped.aborted) throw error;
    await refuse(entry, error);
  } finally {
    mark(entry, false);
  }
}

async function settle(entry: Unsent, message: Message): Promise<void> {
  batch(() => {
    historyOf(entry.chatId).apply(message);
    updateChat(entry.chatId, (chat) => withMessage(chat, message));
    forget(entry);
  });
  await removeUnsent(entry, message);
  tabs?.postMessage(entry.chatId);
}

async function refuse(entry: Unsent, error: unknown): Promise<void> {
  if (isTransient(error)) return;
  const refused = { ...entry, refusal: error instanceof ProblemError ? refusalOf(error) : 'OTHER' };
  await changeUnsent(refused);
  replace(refused);
  tabs?.postMessage(entry.chatId);
}

function refusalOf(error: ProblemError): string {
  return error.reason === 'VALIDATION_FAILED' ? 'text' : error.reason;
}

async function readKept(): Promise<void> {
  const kept = await keptUnsent();
  const fresh = unsent.value.filter(({ position }) => position === UNKNOWN_POSITION);
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
