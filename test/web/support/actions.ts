import type { Locator, Page } from 'playwright-core';
import { PASSWORD, type Person } from '../../support/people.js';

/** What a person does on the page, by the names that they see. Each ends with what the new screen alone shows. */

export async function logIn(page: Page, url: string, email: string, password = PASSWORD): Promise<void> {
  await page.goto(url);
  await fillCredentials(page, email, password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await signedIn(page);
}

/** Opens the page in a browser that has the person's session already. */
export async function openAs({ refreshToken }: Person, page: Page, url: string): Promise<void> {
  const cookie = { url, sameSite: 'Strict' } as const;
  await page.context().addCookies([
    { ...cookie, name: 'messenger-refresh', value: refreshToken, httpOnly: true },
    { ...cookie, name: 'messenger-signed-in', value: '1' },
  ]);
  await page.goto(url);
  await signedIn(page);
}

export async function signedIn(page: Page): Promise<void> {
  await page.locator('.nav').waitFor({ state: 'attached' });
}

export async function register(page: Page, url: string, email: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('link', { name: 'Register' }).click();
  await page.getByRole('button', { name: 'Register' }).waitFor();
  await fillCredentials(page, email, PASSWORD);
  await page.getByRole('button', { name: 'Register' }).click();
  await signedIn(page);
}

export async function fillCredentials(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

export async function signInWithGoogle(page: Page, url: string, email: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('link', { name: 'Sign in with Google' }).click();
  await chooseAtGoogle(page, email);
  await signedIn(page);
}

/** On the page of the stand-in. */
export async function chooseAtGoogle(page: Page, email: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Or another address' }).fill(email);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function changeNickname(page: Page, nickname: string): Promise<void> {
  await goTo(page, 'Settings');
  await page.locator('.menu-row', { hasText: 'Profile' }).click();
  await page.getByRole('textbox', { name: 'Nickname' }).fill(nickname);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
}

/** On a narrow screen what is open covers the navigation. */
export async function goTo(page: Page, tab: 'Chats' | 'People' | 'Settings'): Promise<void> {
  const link = page.locator('.nav').getByRole('link', { name: tab });
  const back = page.getByRole('link', { name: 'Back' });
  await link.or(back).filter({ visible: true }).first().waitFor();
  if (await back.isVisible()) await back.click();
  await link.click();
  await page.locator('.side').getByRole('heading', { name: tab, exact: true }).waitFor();
}

export async function openPerson(page: Page, nickname: string): Promise<void> {
  await goTo(page, 'People');
  await page.getByRole('searchbox').fill(nickname);
  await page.getByText(/\d (person|people) found/).waitFor({ state: 'attached' });
  await page.locator('.person-row', { hasText: nickname }).getByRole('link').click();
  await page.locator('.profile', { hasText: nickname }).waitFor();
}

export async function openChat(page: Page, nickname: string): Promise<void> {
  await goTo(page, 'Chats');
  await page.locator('.chat-row', { hasText: nickname }).click();
  await field(page).waitFor();
}

/** Of new messages, not of one that is edited. */
export function field(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Message', exact: true });
}

export async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

export function message(page: Page, text: string | RegExp): Locator {
  return page.locator('.message', { hasText: text });
}

/** Waits until an own message has come so far. */
export async function messageIs(page: Page, text: string, state: 'Sent' | 'Read' | 'Waiting'): Promise<void> {
  await message(page, text).locator('.state', { hasText: state }).waitFor();
}

export async function chooseAction(page: Page, text: string, action: string): Promise<void> {
  await message(page, text).locator('.bubble').click({ button: 'right' });
  await page.getByRole('menuitem', { name: action }).click();
}
