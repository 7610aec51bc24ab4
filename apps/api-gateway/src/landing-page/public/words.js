const SESSION_ENDED = 'Your session has ended. Sign in again.';

/** What a reason means for the person before the screen, and what to do now. */
const WORDS = {
  ACCOUNT_EXISTS:
    'An account with this e-mail address exists already. Log in with its password, or reset the password by mail. Then choose “Link Google”, and Google signs you in from then on.',
  ACCESS_DENIED: 'You cancelled the sign-in at Google. Nothing has changed.',
  EMAIL_NOT_VERIFIED:
    'Google has not verified your e-mail address. Verify it there and try again, or register with a password.',
  EMAIL_TAKEN: 'An account with this e-mail address exists already. Log in, or reset the password by mail.',
  EMAIL_TOKEN_INVALID: 'This link has expired, was used before, or is meant for another account.',
  MAIL_NOT_CONFIGURED: 'This server sends no mails. Ask its operator for help.',
  UNAVAILABLE: 'The server is busy or partly down. Try again in a moment.',
  DEADLINE_EXCEEDED: 'The server is busy or partly down. Try again in a moment.',
  INTERNAL: 'Something has gone wrong on the server. Try again in a moment.',
  EXCHANGE_CODE_INVALID: 'This sign-in has expired, or began in another browser. Try again.',
  GOOGLE_UNAVAILABLE: 'Google cannot be reached. Try again in a moment, or use your password.',
  IDENTITY_TAKEN: 'This Google account belongs to another account here. Sign out, and sign in with Google.',
  INVALID_CREDENTIALS: 'The e-mail address or the password is wrong.',
  OAUTH_STATE_INVALID: 'This sign-in with Google is over, or began in another browser. Try again.',
  RATE_LIMITED: 'Too many attempts. Wait a minute, then try again.',
  RECENT_SIGN_IN_REQUIRED:
    'To link Google, your sign-in must be under 10 minutes old. Sign out, sign in again, and link it then.',
  REFRESH_TOKEN_INVALID: SESSION_ENDED,
  REFRESH_TOKEN_REUSED: SESSION_ENDED,
  SESSION_REVOKED: SESSION_ENDED,
  UNAUTHENTICATED: SESSION_ENDED,
};

/** What a field of the page has to be. */
const FIELDS = {
  email: 'Enter a whole e-mail address, like ada@example.com.',
};

/** For an answer of the API. */
export function wordsFor(error) {
  if (error.reason === undefined) return 'The server cannot be reached. Try again in a moment.';
  return WORDS[error.reason] ?? FIELDS[error.field] ?? sentence(error.message);
}

/** The API's texts begin with the field's name, and have no full stop. */
function sentence(text) {
  const words = text.replace(/^(password|newPassword)\b/, 'The password');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;
}

/** For an `error` in the address, which anybody may have written: it is shown only where we know it. */
export function wordsForReason(reason) {
  return Object.hasOwn(WORDS, reason) ? WORDS[reason] : 'Signing in with Google has failed. Try again.';
}
