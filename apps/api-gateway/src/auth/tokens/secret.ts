const SECRET = /^[\w-]{43}$/;

/** The value where it has the form of our secrets, 256 bits in base64url; otherwise the empty string. */
export function secretOrEmpty(value: unknown): string {
  return typeof value === 'string' && SECRET.test(value) ? value : '';
}
