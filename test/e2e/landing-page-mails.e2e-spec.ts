import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { startBrowser } from '../support/browser.js';
import { Mailbox } from '../support/mailbox.js';
import { aPerson, PASSWORD, type Person } from '../support/people.js';

const gatewayUrl = inject('gatewayUrl');
const HOME = `${gatewayUrl}/`;
const NEW_PASSWORD = 'a quite different battery';
const mailbox = new Mailbox(inject('mailFolder'));

let browser: Browser;
let page: Page;
let person: Person;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
  person = await aPerson(new Api(gatewayUrl));
});

async function logIn(password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('Signed in as').waitFor();
}

it('a link of verification works once its owner is signed in, and leaves the address at once', async () => {
  await page.goto(await mailbox.link(person.email, 'verify-email'));
  await page.getByRole('status').filter({ hasText: 'Sign in, and your e-mail address is verified' }).waitFor();
  expect(page.url()).toBe(HOME);
  await logIn(PASSWORD);
  await page.getByRole('status').filter({ hasText: 'Your e-mail address is verified.' }).waitFor();
});

it('a link of verification does nothing for somebody else', async () => {
  const link = await mailbox.link(person.email, 'verify-email');
  person = await aPerson(new Api(gatewayUrl));
  await page.goto(HOME);
  await logIn(PASSWORD);
  // The page is open already: the fragment alone changes.
  await page.goto(link);
  await page.getByRole('status').filter({ hasText: 'This link has expired' }).waitFor();
  expect(page.url()).toBe(HOME);
  await page.getByRole('button', { name: 'Send me a new link' }).click();
  // The mail of the registration is less than a minute old.
  await page.getByRole('status').filter({ hasText: 'Too many attempts. Wait a minute, then try again.' }).waitFor();
  expect(await page.getByRole('button', { name: 'Send me a new link' }).isVisible()).toBe(false);
});

it('a link to reset the password that was used before leads to where a new one is sent, to the typed address', async () => {
  await page.goto(`${HOME}#reset-password=used-before`);
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('status').filter({ hasText: 'This link has expired' }).waitFor();
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(person.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('status').filter({ hasText: 'a mail with a link is on its way' }).waitFor();
});

it('a forgotten password is replaced by way of a mail', async () => {
  await page.goto(HOME);
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(person.email);
  await page.getByRole('button', { name: 'Forgot the password?' }).click();
  expect(await page.getByRole('textbox', { name: 'E-mail address' }).inputValue()).toBe(person.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('status').filter({ hasText: 'a mail with a link is on its way' }).waitFor();
  await page.goto(await mailbox.link(person.email, 'reset-password'));
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  expect(page.url()).toBe(HOME);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('status').filter({ hasText: 'The password is changed' }).waitFor();
  await logIn(NEW_PASSWORD);
});
