import { batch, signal } from '@preact/signals';
import { ok, ProblemError } from '@messenger/client';
import { navigate } from './route.js';
import { api, exchangeGoogleCode, guestApi, phase, resume } from './session.js';

/** What brought the browser here: a sign-in at Google, or a link in a mail. */
interface Arrival {
  code: string | null;
  error: string | null;
  verifyEmail: string | null;
  resetPassword: string | null;
  invite: string | null;
}

/** A line of the page about it. `error` may be a reason that the address names. */
export type ArrivalNotice =
  | { kind: 'verify-first' | 'verified' | 'link-expired' | 'password-changed' }
  | { kind: 'account-deleted'; eraseAt: string }
  | { kind: 'reason'; reason: string }
  | { kind: 'error'; error: unknown };

/** Kept over the way to Google and back. */
const INVITE = 'messenger.invite';

/** Before the API is asked again who is signed in: it may be busy, or not in reach yet. */
const RESUME_PAUSES_MS = [1_000, 3_000];

export const arrivalNotice = signal<ArrivalNotice | null>(null);
/** From a mail: with it a new password is chosen. */
export const resetToken = signal<string | null>(null);
/** The code of the invite that was opened: an account may need one. */
export const inviteCode = signal(sessionStorage.getItem(INVITE));
/** From a mail: it waits until its owner is signed in, maybe by way of Google. */
const EMAIL_TOKEN = 'messenger.email-token';

/** A mail's link that is opened where the page is open already changes the fragment alone. */
export function followArrivals(): void {
  addEventListener('hashchange', () => void arrive());
}

export async function arrive(): Promise<void> {
  const { code, error, verifyEmail, resetPassword, invite } = take();
  if (invite !== null) acceptInvite(invite);
  if (resetPassword !== null) resetToken.value = resetPassword;
  if (verifyEmail !== null) sessionStorage.setItem(EMAIL_TOKEN, verifyEmail);
  if (error !== null) arrivalNotice.value = { kind: 'reason', reason: error };
  if (code !== null) await exchangeGoogleCode(code).catch(note);
  if (phase.value === 'starting') await resumePatiently();
  if (phase.value === 'signed-in') await verify();
  else if (keptEmailToken() !== null) arrivalNotice.value ??= { kind: 'verify-first' };
}

/** Where nobody can say who is signed in, it is as if nobody were. */
async function resumePatiently(): Promise<void> {
  for (const pauseMs of RESUME_PAUSES_MS) {
    await resume().catch(() => new Promise((resolve) => setTimeout(resolve, pauseMs)));
    if (phase.value !== 'starting') return;
  }
  await resume().catch(() => void (phase.value = 'signed-out'));
}

/** Confirms the address of a link that was opened before the sign-in. */
export async function verify(): Promise<void> {
  const token = keptEmailToken();
  if (token === null || phase.value !== 'signed-in') return;
  sessionStorage.removeItem(EMAIL_TOKEN);
  try {
    await ok(api().POST('/v1/auth/email-verification/confirm', { body: { token } }));
    arrivalNotice.value = { kind: 'verified' };
  } catch (error) {
    const hasExpired = error instanceof ProblemError && error.reason === 'EMAIL_TOKEN_INVALID';
    arrivalNotice.value = hasExpired ? { kind: 'link-expired' } : { kind: 'error', error };
  }
}

export async function confirmReset(newPassword: string): Promise<void> {
  const body = { token: resetToken.value ?? '', newPassword };
  await ok(guestApi().POST('/v1/auth/password-reset/confirm', { body }));
  batch(() => {
    resetToken.value = null;
    arrivalNotice.value = { kind: 'password-changed' };
  });
}

function acceptInvite(code: string): void {
  sessionStorage.setItem(INVITE, code);
  batch(() => {
    inviteCode.value = code;
    navigate({ screen: 'register' }, { replace: true });
  });
}

function note(error: unknown): void {
  arrivalNotice.value = { kind: 'error', error };
}

function keptEmailToken(): string | null {
  return sessionStorage.getItem(EMAIL_TOKEN);
}

/** Takes it out of the address at once: neither the history nor a bookmark shall keep a code or a token. */
function take(): Arrival {
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.startsWith('#/') ? '' : location.hash.slice(1));
  const arrival = {
    code: query.get('code'),
    error: query.get('error'),
    verifyEmail: fragment.get('verify-email'),
    resetPassword: fragment.get('reset-password'),
    invite: fragment.get('invite'),
  };
  const hash = location.hash.startsWith('#/') ? location.hash : '';
  if (Object.values(arrival).some((value) => value !== null)) history.replaceState(null, '', location.pathname + hash);
  return arrival;
}
