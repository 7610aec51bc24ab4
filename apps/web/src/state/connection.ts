import { signal } from '@preact/signals';
import { LiveEndedError, type LiveConnection, type LiveStatus } from '@messenger/client';
import { forgetMessages, keep, keptCursor } from '../storage/kept-chats.js';
import { loadChats } from './chats.js';
import { applyEvent } from './events.js';
import { refreshHistories } from './histories.js';
import { loadMe, loadPeople } from './people.js';
import { client } from './session.js';

/** `elsewhere`: newer connections of this person have taken the place. */
export const connection = signal<LiveStatus | 'elsewhere'>('connecting');

let live: LiveConnection | undefined;

/** Follows what happens. Rejects with SignedOutError where the session has ended. */
export async function follow(): Promise<void> {
  const cursor = (await keptCursor().catch(() => undefined)) ?? null;
  live = client().live({
    cursor,
    onStatus: (status) => (connection.value = status),
    onExpired: () => void readAfresh(),
  });
  addEventListener('online', retry);
  void live.ready.then(() => onReady(cursor)).catch(() => undefined);
  try {
    for await (const event of live) await applyEvent(event);
  } catch (error) {
    if (!(error instanceof LiveEndedError)) throw error;
    connection.value = 'elsewhere';
  }
}

/** The network is back. */
function retry(): void {
  live?.retry();
}

export function unfollow(): void {
  removeEventListener('online', retry);
  live?.close();
  live = undefined;
}

let reading = Promise.resolve();

/** Reads all that the page shows but the messages: those follow the events. One reading begins after the other. */
export function loadAll(): Promise<void> {
  reading = reading.catch(() => undefined).then(readAll);
  return reading;
}

async function readAll(): Promise<void> {
  await Promise.all([loadChats(), loadMe(), loadPeople()]);
}

/** Without a cursor, what happened between the first reading and now is in no event. */
async function onReady(cursor: string | null): Promise<void> {
  if (live?.cursor) void keep({ cursor: live.cursor });
  await loadAll();
  if (cursor === null) refreshHistories();
}

async function readAfresh(): Promise<void> {
  await forgetMessages().catch(() => undefined);
  await loadAll().catch(() => undefined);
  refreshHistories();
}

/** Takes the place of a connection that has taken ours. */
export function reconnect(): void {
  void follow().catch(() => undefined);
}
