const SECRET = /^[\w-]{43}$/;

/** A value that may be one of our secrets, which are 256 bits in base64url; empty where it cannot be. */
export function secretOrEmpty(value: unknown): string {
  return typeof value === 'string' && SECRET.test(value) ? value : '';
}
