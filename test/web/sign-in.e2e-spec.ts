import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject } from 'vitest';
import { Api } from '../support/api.js';
import { Mailbox } from '../support/mailbox.js';
import { anEmail, aPerson, PASSWORD } from '../support/people.js';
import * as person from './support/actions.js';
import { type WebBrowser, whenLive } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');
const HOME = `${gatewayUrl}/`;
const NEW_PASSWORD = 'a quite different battery';
const api = new Api(gatewayUrl);
const mailbox = new Mailbox(inject('mailFolder'));

let browser: WebBrowser;
let page: Page;
it.beforeEach(({ browser: started }) => void (browser = started));
beforeEach(async () => {
  page = await browser.newPerson();
});
afterEach(() => browser.closePages());

async function signOut(): Promise<void> {
  await person.goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
}

async function says(text: string | RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

async function tryToLogIn(email: string, password: string): Promise<void> {
  await person.fillCredentials(page, email, password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

describe('Google', () => {
  it('signs in, leaves no code in the address, and nothing of the session where scripts can read it', async () => {
    await person.signInWithGoogle(page, HOME, anEmail());
    expect(page.url()).toBe(HOME);
    await page.reload();
    await person.signedIn(page);
    const readable = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])',
    );
    expect(readable).not.toMatch(/eyJ|token/i);
    await signOut();
  });

  it('does not sign in to an account with that address, and says what to do', async () => {
    const { email } = await aPerson(api);
    await page.goto(HOME);
    await page.getByRole('link', { name: 'Sign in with Google' }).click();
    await person.chooseAtGoogle(page, email);
    await says(/exists already.*Log in with its password.*Link Google/);
    await tryToLogIn(email, PASSWORD);
    await person.goTo(page, 'Settings');
    await page.getByRole('link', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Link Google' }).click();
    await person.chooseAtGoogle(page, email);
    await page.waitForURL(HOME);
    await signOut();
    await person.signInWithGoogle(page, HOME, email);
  });

  it('can be left without signing in', async () => {
    await page.goto(HOME);
    await page.getByRole('link', { name: 'Sign in with Google' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await says('You cancelled the sign-in at Google');
    expect(page.url()).toBe(HOME);
  });

  it('shows nothing that an address makes up', async () => {
    await page.goto(`${HOME}?error=${encodeURIComponent('Call 555-0100 <b>now</b>')}`);
    await says('Signing in with Google has failed');
    expect(page.url()).toBe(HOME);
  });
});

describe('a password', () => {
  it.each(['short', 'password123'])('%s is refused in a whole sentence', async (password) => {
    await page.goto(`${HOME}#/register`);
    await person.fillCredentials(page, anEmail(), password);
    await page.getByRole('button', { name: 'Register' }).click();
    await says(/^The password must have 8 to 128 characters.*\.$/);
  });

  it('that is wrong is explained in words, and the address stays', async () => {
    const { email } = await aPerson(api);
    await page.goto(HOME);
    await tryToLogIn(email, 'not the password');
    await says('The e-mail address or the password is wrong');
    expect(await page.getByRole('textbox', { name: 'E-mail address' }).inputValue()).toBe(email);
  });

  it('is reset by a link in a mail, which works once and leads to a new one then', async () => {
    const { email } = await aPerson(api);
    await page.goto(HOME);
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
    await page.getByRole('link', { name: 'Forgot the password?' }).click();
    await page.getByRole('button', { name: 'Send the link' }).click();
    await says('a mail with a link is on its way');
    const link = await mailbox.link(email, 'reset-password');
    for (const expected of ['The password is changed', 'This link has expired']) {
      await page.goto(link);
      await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
      await page.getByRole('button', { name: 'Change the password' }).click();
      await says(expected);
      expect(page.url()).not.toContain('reset-password');
    }
    await page.getByRole('button', { name: 'Send the link' }).waitFor();
    await person.logIn(page, HOME, email, NEW_PASSWORD);
  });
});

describe('an invite', () => {
  it('leads to the registration, leaves the address at once, and goes with the new account', async () => {
    const host = await aPerson(api);
    const { body } = await host.api.post('/v1/invites', {});
    await page.goto((body as { url: string }).url);
    await page.getByText('You have been invited').waitFor();
    expect(page.url()).not.toContain('invite=');
    const sent = page.waitForRequest(/auth\/register/);
    await person.fillCredentials(page, anEmail(), PASSWORD);
    await page.getByRole('button', { name: 'Register' }).click();
    expect((await sent).postDataJSON()).toMatchObject({ invite: (body as { url: string }).url.split('=')[1] });
    await person.signedIn(page);
  });
});

describe('a link of verification', () => {
  it('works once its owner is signed in, and leaves the address at once', async () => {
    const { email } = await aPerson(api);
    await page.goto(await mailbox.link(email, 'verify-email'));
    await says('Sign in, and your e-mail address is verified');
    expect(page.url()).toBe(HOME);
    await tryToLogIn(email, PASSWORD);
    await says(/^Your e-mail address is verified\./);
  });

  it('does nothing for somebody else, who can ask for one', async () => {
    const { email } = await aPerson(api);
    const other = await aPerson(api);
    await person.openAs(other, page, HOME);
    // The page is open already: the fragment alone changes.
    await page.goto(await mailbox.link(email, 'verify-email'));
    await says('This link has expired');
    await page.getByRole('button', { name: 'Send me a new link' }).click();
    // The mail of the registration is less than a minute old.
    await says('Too many attempts. Wait a minute, then try again.');
  });
});

describe('the session', () => {
  it('of all tabs ends with a sign-out in one', async () => {
    await person.openAs(await aPerson(api), page, HOME);
    const other = await browser.newTab(page.context());
    await other.goto(HOME);
    await person.signedIn(other);
    await signOut();
    await other.getByRole('heading', { name: 'Welcome back' }).waitFor();
  });

  it('that has ended elsewhere asks to sign in again', async () => {
    const somebody = await aPerson(api);
    await person.logIn(page, HOME, somebody.email);
    await whenLive(page);
    const { sessions } = (await somebody.api.get('/v1/auth/sessions')).body as {
      sessions: { id: string; current: boolean }[];
    };
    const id = sessions.find(({ current }) => !current)?.id;
    await somebody.api.delete(`/v1/auth/sessions/${id}`);
    await says('Your session has ended');
  });
});
