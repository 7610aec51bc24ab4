import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { aChat, aPerson, send } from '../support/people.js';
import * as person from './support/actions.js';
import { expectNoSidewaysScroll, WebBrowser } from './support/web-browser.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

let browser: WebBrowser;
beforeAll(async () => {
  browser = await WebBrowser.start();
});
afterEach(() => browser.closePages());
afterAll(() => browser.stop());

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<axe.AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return found.map(
    ({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}

describe.each(['light', 'dark'] as const)('every screen, %s', (colorScheme) => {
  it.each([1_280, 320])('has no violation that axe finds, %d pixels wide, and fits', async (width) => {
    const page = await browser.newPerson({ viewport: { width, height: 800 }, colorScheme });
    const { ada, grace, chatId } = await aChat(api);
    const asker = await aPerson(api);
    await asker.api.post('/v1/friend-requests', { userId: ada.id });
    await send(grace, chatId, 'Hello, see https://example.com/');
    await send(ada, chatId, 'Good morning');
    const found: string[] = [];
    for (const hash of ['#/', '#/register', '#/forgot']) {
      await page.goto(`${gatewayUrl}/${hash}`);
      await page.getByRole('heading').first().waitFor();
      found.push(...(await violations(page)));
    }
    await person.logIn(page, gatewayUrl, ada.email);
    const sections = ['profile', 'security', 'devices', 'appearance'].map((section) => `#/settings/${section}`);
    for (const hash of ['#/', `#/chats/${chatId}`, '#/people', `#/people/${grace.id}`, '#/settings', ...sections]) {
      await page.goto(`${gatewayUrl}/${hash}`);
      await page.getByRole('heading').filter({ visible: true }).first().waitFor();
      await page.waitForLoadState('networkidle');
      found.push(...(await violations(page)));
      await expectNoSidewaysScroll(page);
    }
    expect(found).toEqual([]);
  });
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
    await page.keyboard.type('By kexboard');
    await page.keyboard.press('Enter');
    await person.messageIs(page, 'By kexboard', 'Sent');
    await page.keyboard.press('ArrowUp');
    await page.getByRole('textbox', { name: 'Edit message' }).waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await person.message(page, 'By keyboard').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Copy' }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await person.message(page, 'Message deleted').waitFor();
  });

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
    await person.logIn(page, gatewayUrl, ada.email);
    await page.getByRole('link', { name: body.nickname as string }).waitFor();
    await send(grace, chatId, 'Are you there?');
    await page
      .getByRole('log')
      .filter({ hasText: `${body.nickname as string}: Are you there?` })
      .waitFor();
  });
});
