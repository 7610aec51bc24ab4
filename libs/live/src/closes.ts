/** Why the server ends a live connection: the code and the reason of its close frame. */
export interface Close {
  code: number;
  reason: string;
}

export const CLOSES = {
  /** Sign in again, or refresh, and resume. */
  tokenExpired: { code: 4401, reason: 'token expired' },
  tokenInvalid: { code: 4401, reason: 'token not valid' },
  sessionRevoked: { code: 4401, reason: 'session revoked' },
  /** Resume. */
  readsTooSlowly: { code: 4408, reason: 'reads too slowly' },
  /** A newer one of the same person has taken its place. */
  tooManySockets: { code: 4409, reason: 'too many sockets' },
  /** Read everything afresh, then resume with null. */
  cursorExpired: { code: 4410, reason: 'cursor expired' },
  cursorInvalid: { code: 1008, reason: 'cursor not valid' },
  unexpectedFrame: { code: 1008, reason: 'unexpected frame' },
  otherUser: { code: 1008, reason: 'token of another user' },
  /** Resume, elsewhere. */
  draining: { code: 1012, reason: 'draining' },
} as const satisfies Record<string, Close>;

/** Bytes of a client's frame; a longer one ends the connection with 1009. */
export const MAX_FRAME = 64 * 1024;
