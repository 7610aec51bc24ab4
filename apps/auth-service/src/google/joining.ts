import { AccountExistsError, IdentityTakenError } from './google.errors.js';
import type { GooglePerson } from './id-token-verifier.js';

/** What is known when somebody comes from Google. */
export interface Arrival {
  person: Pick<GooglePerson, 'authoritative'>;
  /** Where this identity has been here before. */
  identity?: { id: string; userId: string };
  /** The account with the same address. */
  account?: { id: string; emailVerifiedAt: Date | null } | null;
  /** Who asked for the identity to be added to their account. */
  linkingUserId?: string;
}

/** The identity is known; or it becomes one more way into an account; or it makes an account. */
export type Joining =
  { kind: 'known'; identityId: string } | { kind: 'added'; userId: string } | { kind: 'new'; addressProved: boolean };

/**
 * Whose account it is. An identity is (issuer, subject), and an address no proof by itself: an account that somebody
 * else has made with it, or a Google account that has kept an address its owner has lost, must open nothing.
 *
 * @throws AccountExistsError, IdentityTakenError
 */
export function joiningOf({ person, identity, account, linkingUserId }: Arrival): Joining {
  if (identity !== undefined) {
    if (linkingUserId !== undefined && linkingUserId !== identity.userId) throw new IdentityTakenError();
    return { kind: 'known', identityId: identity.id };
  }
  if (linkingUserId !== undefined) return { kind: 'added', userId: linkingUserId };
  if (!account) return { kind: 'new', addressProved: person.authoritative };
  if (account.emailVerifiedAt === null || !person.authoritative) throw new AccountExistsError();
  return { kind: 'added', userId: account.id };
}
