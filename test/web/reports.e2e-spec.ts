import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, inject } from 'vitest';
import { makeAdmin } from '../support/administrators.js';
import { Api } from '../support/api.js';
import { aChat, aPerson, send, type Person } from '../support/people.js';
import * as person from './support/actions.js';
import { violationsOn } from './support/axe.js';
import { expectNoSidewaysScroll, type WebBrowser } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

let browser: WebBrowser;
let admin: Person;
let ada: Person;
let grace: Person;
let chatId: string;
beforeAll(async () => {
  admin = await aPerson(api);
  await makeAdmin(admin.email);
});
it.beforeEach(({ browser: started }) => void (browser = started));
beforeEach(async () => {
  ({ ada, grace, chatId } = await aChat(api));
  await send(ada, chatId, 'Good morning');
  await send(grace, chatId, 'Just wait!');
});
afterEach(() => browser.closePages());

async function sendReport(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'What is wrong?' }).fill(text);
  await page.getByRole('button', { name: 'Send the report' }).click();
}

async function isSent(page: Page): Promise<void> {
  await page.getByText('The administrators have your report.').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** The latest report about somebody, as administrators see it. */
async function latestAbout(reported: Person): Promise<object | undefined> {
  const { body } = await admin.api.get('/v1/admin/reports?pageSize=100');
  return (body as { reports: { reported: { id: string } }[] }).reports.find(
    ({ reported: { id } }) => id === reported.id,
  );
}

async function menuOf(page: Page, text: string): Promise<string[]> {
  await person.message(page, text).locator('.bubble').click({ button: 'right' });
  const actions = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  return actions;
}

async function looksRight(page: Page): Promise<void> {
  expect(await violationsOn(page)).toEqual([]);
  await expectNoSidewaysScroll(page);
}

describe('a report', () => {
  it.each([
    [1_280, true, ['Good morning', 'Just wait!']],
    [390, false, ['Just wait!']],
  ])('of a message shows it, %d pixels wide, with those around it: %s', async (width, withContext, shown) => {
    const page = await browser.newPerson({ viewport: { width, height: 800 } });
    await person.openAs(ada, page, `${gatewayUrl}/#/chats/${chatId}`);
    await person.message(page, 'Just wait!').waitFor();
    expect(await menuOf(page, 'Good morning')).not.toContain('Report');
    await person.chooseAction(page, 'Just wait!', 'Report');
    await page.getByRole('dialog', { name: 'Report this message?' }).waitFor();
    await looksRight(page);
    await page.getByRole('checkbox', { name: 'Show them the five messages' }).setChecked(withContext);
    await sendReport(page, 'Threatens me');
    await isSent(page);
    expect(await latestAbout(grace)).toMatchObject({
      reporter: { id: ada.id },
      text: 'Threatens me',
      messages: shown.map((text) => ({ text })),
    });
  });

  it('of a person is sent once there is something to say', async () => {
    const page = await browser.newPerson({ viewport: { width: 390, height: 800 } });
    await person.openAs(ada, page, `${gatewayUrl}/#/people/${grace.id}`);
    await page.getByRole('button', { name: 'Report' }).click();
    await page.getByRole('dialog', { name: 'Report this person?' }).waitFor();
    await looksRight(page);
    await sendReport(page, ' ');
    await page.getByText('A report has 1 to 1,000 characters.').waitFor();
    expect(await latestAbout(grace)).toBeUndefined();
    await sendReport(page, 'Advertises');
    await isSent(page);
    expect(await latestAbout(grace)).toMatchObject({ text: 'Advertises', chatId: null, messages: [] });
  });
});
