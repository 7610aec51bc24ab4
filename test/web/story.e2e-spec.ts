import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, inject } from 'vitest';
import { eventually } from '@messenger/testing';
import { anEmail } from '../support/people.js';
import * as person from './support/actions.js';
import { expectNoSidewaysScroll, picture, type WebBrowser, whenLive } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');
let browser: WebBrowser;
it.beforeEach(({ browser: started }) => void (browser = started));
afterEach(() => browser.closePages());

const SCREENS = [
  { name: 'desk', viewport: { width: 1_280, height: 800 }, colorScheme: 'light' },
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

async function bothSignIn(ada: Page, grace: Page): Promise<{ adaName: string; graceName: string }> {
  const unique = randomUUID().slice(0, 6);
  const names = { adaName: `ada_${unique}`, graceName: `grace_${unique}` };
  await Promise.all([
    person.register(ada, gatewayUrl, anEmail('ada')),
    person.signInWithGoogle(grace, gatewayUrl, anEmail('grace')),
  ]);
  await Promise.all([person.changeNickname(ada, names.adaName), person.changeNickname(grace, names.graceName)]);
  await Promise.all([whenLive(ada), whenLive(grace)]);
  return names;
}

async function becomeFriends(ada: Page, grace: Page, graceName: string, adaName: string): Promise<void> {
  await person.openPerson(ada, graceName);
  await ada.getByRole('button', { name: 'Add friend' }).click();
  await ada.getByText('Request sent').filter({ visible: true }).first().waitFor();
  await person.goTo(grace, 'People');
  const request = grace.locator('.person-row', { hasText: adaName });
  await request.getByRole('button', { name: 'Accept' }).click();
  await ada.getByRole('button', { name: 'Write a message' }).click();
  await person.field(ada).waitFor();
}

async function titleIs(page: Page, title: string): Promise<void> {
  await eventually(async () => expect(await page.title()).toBe(title));
}

describe('two people', () => {
  it.each(SCREENS)('become friends and write to each other, on a $name', async ({ name, ...options }) => {
    const ada = await browser.newPerson(options);
    const grace = await browser.newPerson(options);
    const { adaName, graceName } = await bothSignIn(ada, grace);
    await becomeFriends(ada, grace, graceName, adaName);

    await person.write(ada, 'Hello, Grace!');
    await person.messageIs(ada, 'Hello, Grace!', 'Sent');
    await person.goTo(grace, 'Chats');
    await grace
      .getByRole('link', { name: /1 unread message/ })
      .first()
      .waitFor();
    await titleIs(grace, '(1) Messenger');
    await picture(grace, `chats-${name}`);
    await person.openChat(grace, adaName);
    await grace.getByText('New messages').waitFor();
    await person.messageIs(ada, 'Hello, Grace!', 'Read');
    await titleIs(grace, 'Messenger');

    await person.write(grace, 'Good morning, Ada');
    await person.write(grace, 'Notes: https://example.com/notes.');
    const link = person.message(ada, 'Notes:').getByRole('link');
    expect(await link.getAttribute('href')).toBe('https://example.com/notes');
    expect(await link.getAttribute('rel')).toContain('noopener');

    await person.write(ada, 'See you at fuor');
    await person.messageIs(ada, 'See you at fuor', 'Read');
    await person.chooseAction(ada, 'See you at fuor', 'Edit');
    const edited = ada.getByRole('textbox', { name: 'Edit message' });
    await edited.fill('See you at four');
    await edited.press('Enter');
    await person.message(grace, 'See you at four').getByText('edited').waitFor();
    await person.write(ada, 'Half past is fine, too');
    await person.message(grace, 'Half past is fine, too').waitFor();
    await picture(ada, `chat-${name}`);
    await person.chooseAction(ada, 'Half past is fine, too', 'Delete');
    await ada.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await person.message(grace, 'Message deleted').waitFor();
    expect(await person.message(grace, 'Half past is fine, too').count()).toBe(0);
    await expectNoSidewaysScroll(ada);

    await person.openPerson(grace, adaName);
    await picture(grace, `person-${name}`);
    await grace.getByRole('button', { name: 'Block', exact: true }).click();
    await grace.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
    await grace.getByRole('button', { name: 'Unblock' }).waitFor();
    await ada.getByText('You can write again once you are friends').waitFor();
  });
});
