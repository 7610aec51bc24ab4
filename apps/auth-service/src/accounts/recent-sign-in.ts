import type { Caller } from '@messenger/authentication';
import { RecentSignInRequiredError } from './accounts.errors.js';

/** How old a sign-in may be for adding a way to sign in. */
const MAX_AGE_MS = 10 * 60 * 1_000;

/** @throws RecentSignInRequiredError */
export function requireRecentSignIn({ authenticatedAt }: Caller): void {
  if (Date.now() - authenticatedAt.getTime() > MAX_AGE_MS) throw new RecentSignInRequiredError();
}
