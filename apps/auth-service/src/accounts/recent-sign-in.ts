import type { Caller } from '@messenger/authentication';
import { RecentSignInRequiredError } from './accounts.errors.js';

/** Milliseconds after a sign-in in which a way in may be added. */
const RECENT_SIGN_IN = 10 * 60 * 1_000;

/** @throws RecentSignInRequiredError */
export function requireRecentSignIn({ authenticatedAt }: Caller): void {
  if (Date.now() - authenticatedAt.getTime() > RECENT_SIGN_IN) throw new RecentSignInRequiredError();
}
