import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, inject } from 'vitest';
import { Api } from '../support/api.js';
import { aChat, aPerson, send, type Person } from '../support/people.js';
import * as person from './support/actions.js';
import { violationsOn } from './support/axe.js';
import { expectNoSidewaysScroll, type WebBrowser, whenLive } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

let browser: WebBrowser;
it.beforeEach(({ browser: started }) => void (browser = started));
afterEach(() => browser.closePages());

interface Screen {
  hash: string;
  /** What this screen alone shows, once it has all that it asks the API for. */
  shows: Locator;
}

function guestScreens(page: Page): Screen[] {
  return [
    { hash: '#/', shows: page.getByRole('heading', { name: 'Welcome back' }) },
    { hash: '#/register', shows: page.getByRole('button', { name: 'Register' }) },
    { hash: '#/forgot', shows: page.getByRole('button', { name: 'Send the link' }) },
  ];
}

function screens(page: Page, { chatId, grace }: { chatId: string; grace: Person }): Screen[] {
  return [
    { hash: '#/', shows: page.locator('.chat-row', { hasText: 'Good morning' }) },
    { hash: `#/chats/${chatId}`, shows: person.message(page, 'Good morning') },
    { hash: '#/people', shows: page.getByRole('button', { name: 'Accept' }) },
    { hash: `#/people/${grace.id}`, shows: page.getByRole('button', { name: 'Write a message' }) },
    { hash: '#/settings', shows: page.locator('.side').getByText('Appearance') },
    { hash: '#/settings/profile', shows: page.getByRole('textbox', { name: 'Nickname' }) },
    { hash: '#/settings/security', shows: page.getByText('No Google account is linked.') },
    { hash: '#/settings/devices', shows: page.getByText('This device') },
    { hash: '#/settings/invites', shows: page.getByRole('button', { name: 'Make a link' }) },
    { hash: '#/settings/data', shows: page.getByRole('button', { name: 'Make a copy' }) },
    { hash: '#/settings/appearance', shows: page.getByRole('radio', { name: 'Dark' }) },
  ];
}

describe('every screen, light and dark', () => {
  it.each([1_280, 320])('has no violation that axe finds, %d pixels wide, and fits', async (width) => {
    const page = await browser.newPerson({ viewport: { width, height: 800 } });
    const { ada, grace, chatId } = await aChat(api);
    const asker = await aPerson(api);
    await asker.api.post('/v1/friend-requests', { userId: ada.id });
    await send(grace, chatId, 'Hello, see https://example.com/');
    await send(ada, chatId, 'Good morning');
    await page.goto(gatewayUrl);
    const found = await violationsOf(page, guestScreens(page));
    await person.openAs(ada, page, `${gatewayUrl}/`);
    found.push(...(await violationsOf(page, screens(page, { chatId, grace }))));
    expect(found).toEqual([]);
  });

  async function violationsOf(page: Page, all: Screen[]): Promise<string[]> {
    const found: string[] = [];
    for (const { hash, shows } of all) {
      await page.goto(`${gatewayUrl}/${hash}`);
      await shows.waitFor();
      found.push(...(await violationsOn(page)));
      await expectNoSidewaysScroll(page);
    }
    return found;
  }
});

describe('the keyboard alone', () => {
  it('signs in, opens a chat, writes, edits and deletes', async () => {
    const { ada, chatId } = await aChat(api);
    const page = await browser.newPerson();
    await page.goto(gatewayUrl);
    await page.getByRole('textbox', { name: 'E-mail address' }).focus();
    await page.keyboard.type(ada.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type('correct horse battery staple');
    await page.keyboard.press('Enter');
    await page.locator(`a[href="#/chats/${chatId}"]`).waitFor();
    await tabTo(page, `a[href="#/chats/${chatId}"]`);
    await page.keyboard.press('Enter');
    await isFocused(person.field(page));
    await page.keyboard.type('By kexboard');
    await page.keyboard.press('Enter');
    await person.messageIs(page, 'By kexboard', 'Sent');
    await page.keyboard.press('ArrowUp');
    await isFocused(page.getByRole('textbox', { name: 'Edit message' }));
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await person.message(page, 'By keyboard').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await isFocused(page.getByRole('menuitem', { name: 'Copy' }));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await isFocused(page.getByRole('dialog').getByRole('button', { name: 'Cancel' }));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await person.message(page, 'Message deleted').waitFor();
  });

  async function isFocused(element: Locator): Promise<void> {
    await element.and(element.page().locator(':focus')).waitFor();
  }

  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return;
    }
    throw new Error(`The Tab key does not come to ${selector}`);
  }
});

describe('a screen reader', () => {
  it('is told of a message that comes, and who wrote it', async () => {
    const { ada, grace, chatId } = await aChat(api);
    const { body } = await grace.api.get('/v1/users/me');
    const page = await browser.newPerson();
    await person.openAs(ada, page, gatewayUrl);
    await page.getByRole('link', { name: body.nickname as string }).waitFor();
    await whenLive(page);
    await send(grace, chatId, 'Are you there?');
    await page
      .getByRole('log')
      .filter({ hasText: `${body.nickname as string}: Are you there?` })
      .waitFor();
  });
});
