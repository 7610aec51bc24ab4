import { call, forgetTokens, isSignedIn, keepTokens } from './api.js';
import { takeArrival } from './arrival.js';
import { offerNewLink, onClick, onSubmit, showMessage, showProfile, showView } from './page.js';
import { wordsFor, wordsForReason } from './words.js';

/** Where the token of a mail waits until its owner is signed in, maybe by way of Google. */
const EMAIL_TOKEN = 'email-token';

/** Of a mail's link, until the new password is chosen. */
let resetToken = null;

onSubmit('sign-in-form', ({ email, password }, action) =>
  signInWith(() => call('POST', `/v1/auth/${action}`, { email, password })),
);

onSubmit('forgot-password-form', ({ email }) =>
  attempt(async () => {
    await call('POST', '/v1/auth/password-reset', { email });
    showView('sign-in');
    showMessage('If an account has this address, a mail with a link is on its way to it.');
  }),
);

onSubmit('new-password-form', ({ newPassword }) =>
  attempt(async () => {
    await confirmPasswordReset(newPassword);
    forgetTokens();
    showView('sign-in');
    showMessage('The password is changed. Log in with it.');
  }),
);

onClick('sign-out', () => attempt(signOut));

onClick('new-link', () =>
  attempt(async () => {
    await call('POST', '/v1/auth/email-verification');
    showMessage('A mail with a new link is on its way to you.');
  }),
);

onClick('link-google', () =>
  attempt(async () => {
    const { url } = await call('POST', '/v1/auth/google/link', {});
    location.assign(url);
  }),
);

for (const button of document.querySelectorAll('[data-view]')) {
  button.addEventListener('click', () => {
    showMessage('');
    showView(button.dataset.view, { keepEmail: true });
  });
}

// A mail's link that is opened where this page is open already changes the fragment alone.
addEventListener('hashchange', arrive);
await arrive();

async function arrive() {
  const { code, error, verifyEmail, resetPassword } = takeArrival();
  if (resetPassword !== null) return askNewPassword(resetPassword);
  if (verifyEmail !== null) sessionStorage.setItem(EMAIL_TOKEN, verifyEmail);
  if (code !== null && (await signInWith(() => call('POST', '/v1/auth/google/exchange', { code })))) return;
  await attempt(welcome, { keepMessage: code !== null });
  if (error !== null) showMessage(wordsForReason(error), { isError: true });
}

function signInWith(getTokens) {
  return attempt(async () => {
    keepTokens(await getTokens());
    await welcome();
  });
}

/** Shows who is signed in, or the ways to sign in. */
async function welcome() {
  if (isSignedIn()) {
    showProfile(await call('GET', '/v1/users/me'));
    return verifyEmail();
  }
  showView('sign-in');
  if (sessionStorage.getItem(EMAIL_TOKEN) !== null) showMessage('Sign in, and your e-mail address is verified.');
}

async function verifyEmail() {
  const token = sessionStorage.getItem(EMAIL_TOKEN);
  if (token === null) return;
  sessionStorage.removeItem(EMAIL_TOKEN);
  try {
    await call('POST', '/v1/auth/email-verification/confirm', { token });
  } catch (error) {
    offerNewLink(error.reason === 'EMAIL_TOKEN_INVALID');
    throw error;
  }
  showMessage('Your e-mail address is verified.');
}

/** A link that has expired brings its reader to where a new one is sent. */
async function confirmPasswordReset(newPassword) {
  try {
    await call('POST', '/v1/auth/password-reset/confirm', { token: resetToken, newPassword });
  } catch (error) {
    if (error.reason === 'EMAIL_TOKEN_INVALID') showView('forgot-password');
    throw error;
  }
}

function askNewPassword(token) {
  resetToken = token;
  showMessage('');
  showView('new-password');
}

/** The tokens go whatever the server says: who signs out must not stay signed in here. */
async function signOut() {
  try {
    await call('POST', '/v1/auth/logout');
  } finally {
    forgetTokens();
  }
  showView('sign-in');
  showMessage('You are signed out.');
}

/** Does the work, or shows why not. Resolves to whether it is done. */
async function attempt(work, { keepMessage = false } = {}) {
  const wasSignedIn = isSignedIn();
  if (!keepMessage) showMessage('');
  try {
    await work();
    return true;
  } catch (error) {
    if (wasSignedIn && !isSignedIn()) showView('sign-in');
    showMessage(wordsFor(error), { isError: true });
    return false;
  }
}
