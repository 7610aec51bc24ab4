import type { Locator, Page } from 'playwright-core';
import { PASSWORD } from '../../support/people.js';

/** What a person does on the page, by the names that they see. */

export async function logIn(page: Page, url: string, email: string, password = PASSWORD): Promise<void> {
  await page.goto(url);
  await fillCredentials(page, email, password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Chats' }).waitFor();
}

export async function register(page: Page, url: string, email: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('link', { name: 'Register' }).click();
  await fillCredentials(page, email, PASSWORD);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: 'Chats' }).waitFor();
}

export async function fillCredentials(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

export async function signInWithGoogle(page: Page, url: string, email: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('link', { name: 'Sign in with Google' }).click();
  await page.getByRole('textbox', { name: 'Or another address' }).fill(email);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Chats' }).waitFor();
}

export async function changeNickname(page: Page, nickname: string): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Profile' }).first().click();
  await page.getByRole('textbox', { name: 'Nickname' }).fill(nickname);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
}

/** On a narrow screen what is open covers the navigation. */
export async function goTo(page: Page, tab: 'Chats' | 'People' | 'Settings'): Promise<void> {
  const back = page.getByRole('link', { name: 'Back' });
  while (await back.isVisible()) await back.click();
  await page.getByRole('link', { name: tab }).click();
  await page.getByRole('heading', { name: tab, exact: true }).waitFor();
}

export async function openPerson(page: Page, nickname: string): Promise<void> {
  await goTo(page, 'People');
  await page.getByRole('searchbox').fill(nickname);
  await page.getByRole('link', { name: nickname }).first().click();
  await page.getByRole('heading', { name: nickname }).waitFor();
}

export async function openChat(page: Page, nickname: string): Promise<void> {
  await goTo(page, 'Chats');
  await page.getByRole('link', { name: nickname }).click();
  await field(page).waitFor();
}

export function field(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Message' });
}

export async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

export function message(page: Page, text: string | RegExp): Locator {
  return page.locator('.message', { hasText: text });
}

/** Waits until an own message has come so far. */
export async function messageIs(page: Page, text: string, state: 'Sent' | 'Read'): Promise<void> {
  await message(page, text).locator('.state', { hasText: state }).waitFor();
}

export async function chooseAction(page: Page, text: string, action: string): Promise<void> {
  await message(page, text).locator('.bubble').click({ button: 'right' });
  await page.getByRole('menuitem', { name: action }).click();
}
