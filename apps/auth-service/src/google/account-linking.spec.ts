import { describe, expect, it } from 'vitest';
import { accountLinking, type GoogleSignInFacts } from './account-linking.js';
import { AccountExistsError, IdentityTakenError } from './google.errors.js';

const [ada, grace] = ['ada', 'grace'];
const VERIFIED_AT = new Date();

const signInFacts = (facts: Partial<GoogleSignInFacts> = {}): GoogleSignInFacts => ({
  user: { emailAuthoritative: true },
  identity: undefined,
  account: undefined,
  linkingUserId: undefined,
  ...facts,
});

const identityOf = (userId: string) => ({ id: 'identity', userId });
const accountOf = (id: string, emailVerifiedAt: Date | null = null) => ({ id, emailVerifiedAt });
const notAuthoritative = { emailAuthoritative: false };

describe('a sign-in at Google', () => {
  it('creates an account for an unknown address, verified only where Google is authoritative for the address', () => {
    expect(accountLinking(signInFacts())).toEqual({ kind: 'create-account', emailVerified: true });
    expect(accountLinking(signInFacts({ user: notAuthoritative }))).toEqual({
      kind: 'create-account',
      emailVerified: false,
    });
  });

  it.each([undefined, accountOf(ada), accountOf(grace), accountOf(grace, VERIFIED_AT)])(
    'uses the account of a known identity, whichever account has the address: %o',
    (account) => {
      const facts = signInFacts({ identity: identityOf(ada), account, user: notAuthoritative });
      expect(accountLinking(facts)).toEqual({ kind: 'known-identity', identityId: 'identity' });
    },
  );

  it('links to an account with the same address only where both sides have verified it', () => {
    const verified = signInFacts({ account: accountOf(ada, VERIFIED_AT) });
    expect(accountLinking(verified)).toEqual({ kind: 'link-to-account', userId: ada });
    for (const facts of [
      signInFacts({ account: accountOf(ada) }),
      signInFacts({ account: accountOf(ada), user: notAuthoritative }),
      signInFacts({ account: accountOf(ada, VERIFIED_AT), user: notAuthoritative }),
    ]) {
      expect(() => accountLinking(facts)).toThrow(AccountExistsError);
    }
  });
});

describe('a sign-in at Google that links', () => {
  it.each([undefined, accountOf(ada), accountOf(grace), accountOf(grace, VERIFIED_AT)])(
    'adds the identity to the account that asked, whichever account has the address: %o',
    (account) => {
      const facts = signInFacts({ linkingUserId: ada, account, user: notAuthoritative });
      expect(accountLinking(facts)).toEqual({ kind: 'link-to-account', userId: ada });
    },
  );

  it('changes nothing where the account has the identity already', () => {
    const facts = signInFacts({ linkingUserId: ada, identity: identityOf(ada) });
    expect(accountLinking(facts)).toEqual({ kind: 'known-identity', identityId: 'identity' });
  });

  it("is refused for another account's identity", () => {
    const facts = signInFacts({ linkingUserId: ada, identity: identityOf(grace) });
    expect(() => accountLinking(facts)).toThrow(IdentityTakenError);
  });
});
