import { signal } from '@preact/signals';
import {
  createApi,
  hasRefreshCookie,
  MessengerClient,
  SignedOutError,
  type Api,
  type ClientOptions,
  type Credentials,
} from '@messenger/client';
import { lastUserId, rememberUser } from '../storage/last-user.js';

/** `starting`: it is not known yet whether somebody is signed in. */
export type Phase = 'starting' | 'signed-out' | 'signed-in';

export const phase = signal<Phase>('starting');
/** Whether the session has ended without a word of this person. */
export const hasEnded = signal(false);

const options: ClientOptions = { url: baseUrl(), cookie: true, onSignedOut };
let current: MessengerClient | undefined;

/** The API's address: that of the page, below whatever path it has. */
export function baseUrl(): string {
  return new URL('.', document.baseURI).href.replace(/\/$/, '');
}

/** The API as somebody who is not signed in. */
export function guestApi(): Api {
  return createApi(baseUrl());
}

export function client(): MessengerClient {
  if (current === undefined) throw new SignedOutError('UNAUTHENTICATED');
  return current;
}

export function api(): Api {
  return client().api;
}

export function ownId(): string {
  return current?.userId ?? '';
}

export async function logIn(credentials: Credentials): Promise<void> {
  begin(await MessengerClient.logIn(options, credentials));
}

/** @param invite the code of an invite, where one was opened */
export async function register(credentials: Credentials, invite: string | null): Promise<void> {
  begin(await MessengerClient.register(options, { ...credentials, ...(invite !== null && { invite }) }));
}

export async function exchangeGoogleCode(code: string): Promise<void> {
  begin(await MessengerClient.exchangeGoogleCode(options, code));
}

/** Goes on as whoever was signed in when the page was closed, with or without a network. */
export async function resume(): Promise<void> {
  const userId = lastUserId();
  const resumed = userId === null ? await MessengerClient.resume(options) : resumeAs(userId);
  if (resumed === undefined) leave();
  else begin(resumed);
}

function resumeAs(userId: string): MessengerClient | undefined {
  return hasRefreshCookie() ? MessengerClient.resumeAs(options, userId) : undefined;
}

/** Ends the session, in every tab. */
export async function logOut(): Promise<void> {
  await client().logOut();
}

function begin(next: MessengerClient): void {
  current = next;
  rememberUser(next.userId);
  hasEnded.value = false;
  phase.value = 'signed-in';
}

function leave(): void {
  phase.value = 'signed-out';
}

/** Here, in another tab, or by the API. */
function onSignedOut({ message }: SignedOutError): void {
  hasEnded.value = message !== 'LOGGED_OUT';
  current = undefined;
  leave();
}
