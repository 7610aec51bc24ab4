import { call, forgetTokens, isSignedIn, keepTokens } from './api.js';
import { takeArrival } from './arrival.js';
import { onClick, onSubmit, showMessage, showProfile, showView } from './page.js';
import { wordsFor, wordsForReason } from './words.js';

/** Where the token of a mail waits until its owner is signed in, maybe by way of Google. */
const EMAIL_TOKEN = 'email-token';

/** Of a mail's link, until the new password is chosen. */
let resetToken = null;

onSubmit('sign-in-form', ({ email, password }, action) =>
  signInWith(() => call('POST', `/v1/auth/${action}`, { email, password })),
);

onSubmit('forgot-password-form', ({ email }) =>
  told(async () => {
    await call('POST', '/v1/auth/password-reset', { email });
    showView('sign-in');
    showMessage('If an account has this address, a mail with a link is on its way to it.');
  }),
);

onSubmit('new-password-form', ({ newPassword }) =>
  told(async () => {
    await call('POST', '/v1/auth/password-reset/confirm', { token: resetToken, newPassword });
    forgetTokens();
    showView('sign-in');
    showMessage('The password is changed. Log in with it.');
  }),
);

onClick('sign-out', () => told(signOut));

onClick('link-google', () =>
  told(async () => {
    const { url } = await call('POST', '/v1/auth/google/link', {});
    location.assign(url);
  }),
);

for (const button of document.querySelectorAll('[data-view]')) {
  button.addEventListener('click', () => {
    showMessage('');
    showView(button.dataset.view);
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
  await told(welcome, { keepMessage: code !== null });
  if (error !== null) showMessage(wordsForReason(error), { isError: true });
}

function signInWith(getTokens) {
  return told(async () => {
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
  await call('POST', '/v1/auth/email-verification/confirm', { token });
  showMessage('Your e-mail address is verified.');
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

/** Does the work, or tells why not. Resolves to whether it is done. */
async function told(work, { keepMessage = false } = {}) {
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
