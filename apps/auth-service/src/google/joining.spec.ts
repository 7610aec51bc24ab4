import { describe, expect, it } from 'vitest';
import { AccountExistsError, IdentityTakenError } from './google.errors.js';
import { joiningOf, type Arrival } from './joining.js';

const [ada, grace] = ['ada', 'grace'];
const PROVED = new Date();

const anArrival = (arrival: Partial<Arrival> = {}): Arrival => ({
  person: { authoritative: true },
  account: null,
  ...arrival,
});

const identityOf = (userId: string) => ({ id: 'identity', userId });
const accountOf = (id: string, emailVerifiedAt: Date | null = null) => ({ id, emailVerifiedAt });
const nobodysWord = { authoritative: false };

describe('who comes from Google', () => {
  it('gets an account where there is none, its address proved by Google alone', () => {
    expect(joiningOf(anArrival())).toEqual({ kind: 'new', addressProved: true });
    expect(joiningOf(anArrival({ person: nobodysWord }))).toEqual({ kind: 'new', addressProved: false });
  });

  it.each([null, accountOf(ada), accountOf(grace), accountOf(grace, PROVED)])(
    'signs in where the identity is known, whoever has the address: %o',
    (account) => {
      const arrival = anArrival({ identity: identityOf(ada), account, person: nobodysWord });
      expect(joiningOf(arrival)).toEqual({ kind: 'known', identityId: 'identity' });
    },
  );

  it('joins an account where both have proved the address, and no other', () => {
    expect(joiningOf(anArrival({ account: accountOf(ada, PROVED) }))).toEqual({ kind: 'added', userId: ada });
    for (const arrival of [
      anArrival({ account: accountOf(ada) }),
      anArrival({ account: accountOf(ada), person: nobodysWord }),
      anArrival({ account: accountOf(ada, PROVED), person: nobodysWord }),
    ]) {
      expect(() => joiningOf(arrival)).toThrow(AccountExistsError);
    }
  });
});

describe('who links', () => {
  it.each([null, accountOf(ada), accountOf(grace), accountOf(grace, PROVED)])(
    'adds to the own account, whoever has the address: %o',
    (account) => {
      const arrival = anArrival({ linkingUserId: ada, account, person: nobodysWord });
      expect(joiningOf(arrival)).toEqual({ kind: 'added', userId: ada });
    },
  );

  it('may do it again', () => {
    const arrival = anArrival({ linkingUserId: ada, identity: identityOf(ada) });
    expect(joiningOf(arrival)).toEqual({ kind: 'known', identityId: 'identity' });
  });

  it("cannot take another's identity", () => {
    const arrival = anArrival({ linkingUserId: ada, identity: identityOf(grace) });
    expect(() => joiningOf(arrival)).toThrow(IdentityTakenError);
  });
});
