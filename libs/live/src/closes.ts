/** Why the server ends a live connection: the code and the reason of its close frame, and what a client does then. */
export interface Close {
  code: number;
  reason: string;
  advice: string;
}

const SIGN_IN_AND_RESUME = 'refresh or sign in, then resume';
const MISTAKE = 'a mistake of the client';

export const CLOSES = {
  tokenExpired: { code: 4401, reason: 'token expired', advice: SIGN_IN_AND_RESUME },
  tokenInvalid: { code: 4401, reason: 'token not valid', advice: SIGN_IN_AND_RESUME },
  sessionRevoked: { code: 4401, reason: 'session revoked', advice: SIGN_IN_AND_RESUME },
  readsTooSlowly: { code: 4408, reason: 'reads too slowly', advice: 'resume' },
  tooManySockets: {
    code: 4409,
    reason: 'too many sockets',
    advice: 'nothing, a newer one of the same person is there',
  },
  cursorExpired: { code: 4410, reason: 'cursor expired', advice: 'read everything afresh, then resume with null' },
  cursorInvalid: { code: 1008, reason: 'cursor not valid', advice: MISTAKE },
  unexpectedFrame: { code: 1008, reason: 'unexpected frame', advice: MISTAKE },
  otherUser: { code: 1008, reason: 'token of another user', advice: MISTAKE },
  draining: { code: 1012, reason: 'draining', advice: 'resume, elsewhere' },
} as const satisfies Record<string, Close>;

/** Bytes of a client's frame; a longer one ends the connection with 1009. */
export const MAX_FRAME = 64 * 1024;
