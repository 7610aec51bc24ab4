/** Somebody who can sign in. */
export interface AccountEntity {
  /** UUIDv7; also the profile's id. */
  id: string;
  /** In lower case. */
  email: string;
  /** When the owner of the address proved to own it; null until then. */
  emailVerifiedAt: Date | null;
  /** argon2id in PHC format; null for an account without a password. */
  passwordHash: string | null;
  createdAt: Date;
}
