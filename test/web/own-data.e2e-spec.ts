import { readFileSync } from 'node:fs';
import { eventually } from '@messenger/testing';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject } from 'vitest';
import { Api } from '../support/api.js';
import { aChat, PASSWORD, send, type Person } from '../support/people.js';
import { unzipped } from '../support/unzipped.js';
import * as person from './support/actions.js';
import { violationsOn } from './support/axe.js';
import { expectNoSidewaysScroll, type WebBrowser } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

let browser: WebBrowser;
let ada: Person;
let grace: Person;
let chatId: string;
it.beforeEach(({ browser: started }) => void (browser = started));
beforeEach(async () => {
  ({ ada, grace, chatId } = await aChat(api));
  await send(ada, chatId, 'A word of mine');
});
afterEach(() => browser.closePages());

async function openOwnData(width: number): Promise<Page> {
  const page = await browser.newPerson({ viewport: { width, height: 800 } });
  await person.openAs(ada, page, `${gatewayUrl}/#/settings/data`);
  await page.getByRole('button', { name: 'Make a copy' }).waitFor();
  return page;
}

async function download(page: Page): Promise<Map<string, Buffer>> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('messenger-export.zip');
  return unzipped(readFileSync(await file.path()));
}

async function deleteAccount(page: Page, password: string, answer: string): Promise<void> {
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Delete the account' }).click();
  await page.getByRole('dialog').getByRole('button', { name: answer }).click();
}

describe('a copy of the own data', () => {
  it.each([1_280, 390])('is made, downloaded, made anew and deleted, %d pixels wide', async (width) => {
    const page = await openOwnData(width);
    await page.getByRole('button', { name: 'Make a copy' }).click();
    await page.getByText(/^Ready: .*B, kept until /).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await expectNoSidewaysScroll(page);
    const first = await download(page);
    expect(first.get(`chats/${chatId}/messages-1.jsonl`)?.toString()).toContain('A word of mine');
    await send(ada, chatId, 'Another one');
    await page.getByRole('button', { name: 'Make a new copy' }).click();
    const second = await download(page);
    expect(second.get(`chats/${chatId}/messages-1.jsonl`)?.toString()).toContain('Another one');
    await page.getByRole('button', { name: 'Delete the copy' }).click();
    await page.getByRole('button', { name: 'Make a copy' }).waitFor();
    expect((await ada.api.get('/v1/exports')).body.exports).toEqual([]);
  });
});

describe('the own account', () => {
  it.each([
    [1_280, false, null],
    [390, true, 'A word of mine'],
  ])('is deleted, %d pixels wide, and leaves messages to the friend: %s', async (width, keepMessages, text) => {
    const page = await openOwnData(width);
    if (keepMessages) await page.getByRole('checkbox', { name: 'Leave my messages' }).check();
    await deleteAccount(page, 'not the password', 'Delete the account');
    await page.getByText('The e-mail address or the password is wrong.').waitFor();
    await deleteAccount(page, PASSWORD, 'Cancel');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await ada.api.get('/v1/users/me')).status).toBe(200);
    await deleteAccount(page, PASSWORD, 'Delete the account');
    await page.getByText(/^Your account is deleted on /).waitFor();
    await eventually(async () => {
      const { body } = await grace.api.get(`/v1/chats/${chatId}`);
      expect(body).toMatchObject({ peer: { nickname: null }, lastMessage: { text } });
    });
  });
});
