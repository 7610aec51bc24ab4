/** Code and reason of the close frame with which the server ends a live connection, and what a client should do then. */
export interface CloseCode {
  code: number;
  reason: string;
  advice: string;
}

const SIGN_IN_AND_RESUME = 'refresh or sign in, then resume';
const CLIENT_ERROR = 'a mistake of the client';

export const CLOSE_CODES = {
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
  cursorInvalid: { code: 1008, reason: 'cursor not valid', advice: CLIENT_ERROR },
  unexpectedFrame: { code: 1008, reason: 'unexpected frame', advice: CLIENT_ERROR },
  otherUser: { code: 1008, reason: 'token of another user', advice: CLIENT_ERROR },
  draining: { code: 1012, reason: 'draining', advice: 'resume, elsewhere' },
} as const satisfies Record<string, CloseCode>;

/** Of a client's frame; a longer one ends the connection with 1009. */
export const MAX_FRAME_BYTES = 64 * 1024;
