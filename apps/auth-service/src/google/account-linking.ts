import type { Caller } from '@messenger/authentication';
import { AccountExistsError, IdentityTakenError } from './google.errors.js';
import type { GoogleUser } from './id-token-verifier.js';

/** The session that asked for an identity to be added to its account. */
export type LinkIntent = Pick<Caller, 'userId' | 'sessionId'>;

/** What is known when somebody has signed in at Google. */
export interface GoogleSignInFacts {
  user: Pick<GoogleUser, 'emailAuthoritative'>;
  /** The identity, where it is known already. */
  identity: { id: string; userId: string } | undefined;
  /** The account with the same e-mail address. */
  account: { id: string; emailVerifiedAt: Date | null } | undefined;
  /** The user who asked for the identity to be added to their account. */
  linkingUserId: string | undefined;
}

/** What becomes of the identity: it is known, or is added to an account, or gets a new account. */
export type AccountLinking =
  | { kind: 'known-identity'; identityId: string }
  | { kind: 'link-to-account'; userId: string }
  | { kind: 'create-account'; emailVerified: boolean };

/**
 * Decides which account a sign-in at Google belongs to. An identity is (issuer, subject); an e-mail address alone proves
 * nothing. Two attacks must fail: an account that was registered with somebody else's address, and a Google account that
 * still names an address which its owner has lost.
 *
 * @throws AccountExistsError, IdentityTakenError
 */
export function accountLinking({ user, identity, account, linkingUserId }: GoogleSignInFacts): AccountLinking {
  if (identity !== undefined) {
    if (linkingUserId !== undefined && linkingUserId !== identity.userId) throw new IdentityTakenError();
    return { kind: 'known-identity', identityId: identity.id };
  }
  if (linkingUserId !== undefined) return { kind: 'link-to-account', userId: linkingUserId };
  if (account === undefined) return { kind: 'create-account', emailVerified: user.emailAuthoritative };
  if (account.emailVerifiedAt === null || !user.emailAuthoritative) throw new AccountExistsError();
  return { kind: 'link-to-account', userId: account.id };
}
