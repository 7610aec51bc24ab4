import { createHash } from 'node:crypto';

/** Somebody who signs in at the stand-in, with the claims that Google's tokens have. */
export interface GooglePerson {
  /** The same for an address each time, and after a restart. */
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
  /** The Google Workspace that the address belongs to. Google vouches for such an address, and for gmail.com's. */
  hd?: string;
}

export interface Choice {
  email: string;
  /** Whether the address is one of a Google Workspace; none of gmail.com is. */
  workspace: boolean;
  unverified: boolean;
}

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** One whom Google vouches for, twice, and one whose address is another provider's. */
export const SAMPLE_ADDRESSES = ['ada.lovelace@gmail.com', 'grace.hopper@gmail.com', 'alan.turing@example.com'];

/** Undefined where the address is none. */
export function googlePerson({ email, workspace, unverified }: Choice): GooglePerson | undefined {
  const address = email.trim().toLowerCase();
  if (!ADDRESS.test(address)) return undefined;
  const domain = address.slice(address.indexOf('@') + 1);
  return {
    sub: createHash('sha256').update(address).digest('hex').slice(0, 32),
    email: address,
    email_verified: !unverified,
    name: nameOf(address),
    ...(workspace && domain !== 'gmail.com' && { hd: domain }),
  };
}

/** ada.lovelace@gmail.com: Ada Lovelace. */
export function nameOf(address: string): string {
  const words = address
    .slice(0, address.indexOf('@'))
    .split(/[._+-]+/)
    .filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
