import { effect } from '@preact/signals';
import { SignedOutError } from '@messenger/client';
import { arrive, followArrivals } from './state/arrival.js';
import { chats, chatsLoaded, putChats, unreadTotal } from './state/chats.js';
import { follow, loadAll, unfollow } from './state/connection.js';
import { forgetDrafts, loadDrafts } from './state/drafts.js';
import { listenToIncoming } from './state/events.js';
import { forgetHistories, unknownOpened } from './state/histories.js';
import { announcement, showError } from './state/notices.js';
import { forgetPeople } from './state/people.js';
import { applyTheme } from './state/preferences.js';
import { followAddress } from './state/route.js';
import { ownId, phase, type Phase } from './state/session.js';
import { startSending, stopSending } from './state/unsent.js';
import { registerServiceWorker } from './state/update.js';
import { closeDatabase, openDatabase } from './storage/database.js';
import { keptChats } from './storage/kept-chats.js';
import { languageCode, texts } from './texts/index.js';
import { followDays } from './texts/times.js';

/** Begins everything that goes on beside what is drawn. */
export function start(): void {
  applyTheme();
  followAddress();
  followArrivals();
  followDays();
  showUnread();
  announceMessages();
  effect(() => void (document.documentElement.lang = languageCode.value));
  effect(() => onPhase(phase.value));
  void registerServiceWorker().catch(() => undefined);
  void arrive();
}

function onPhase(next: Phase): void {
  if (next === 'signed-in') void enter();
  if (next === 'signed-out') void leave();
}

/** What is kept is shown first, then what the API says. */
async function enter(): Promise<void> {
  openDatabase(ownId());
  // The drafts first: a chat that is shown has its own.
  await loadDrafts().catch(() => undefined);
  await showKept();
  void startSending().catch(() => undefined);
  // Nothing is as urgent as the chat that the address names.
  void unknownOpened()
    .then(loadAll)
    .catch(() => undefined);
  await follow().catch(onFollowEnd);
}

async function showKept(): Promise<void> {
  putChats(await keptChats().catch(() => []));
  chatsLoaded.value = chats.value.size > 0;
}

/** The end of a session is told by the client. */
function onFollowEnd(error: unknown): void {
  if (!(error instanceof SignedOutError)) showError(error);
}

async function leave(): Promise<void> {
  unfollow();
  stopSending();
  forgetDrafts();
  forgetHistories();
  forgetPeople();
  chats.value = new Map();
  chatsLoaded.value = false;
  await closeDatabase();
}

/** In the title and on the app's icon. */
function showUnread(): void {
  effect(() => {
    const count = unreadTotal.value;
    document.title = count > 0 ? `(${count}) ${texts.value.appName}` : texts.value.appName;
    if ('setAppBadge' in navigator) void navigator.setAppBadge(count).catch(() => undefined);
  });
}

function announceMessages(): void {
  listenToIncoming(({ text }, chat) => {
    const name = chat?.peer.nickname ?? texts.value.people.unknown;
    announcement.value = texts.value.chat.said(name, text ?? '');
  });
}
