import { eventually, TcpProxy } from '@messenger/testing';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { aChat, type Person } from '../support/people.js';
import * as person from './support/actions.js';
import { WebBrowser } from './support/web-browser.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

let browser: WebBrowser;
/** Between the browser and the gateway. */
let line: TcpProxy;
beforeAll(async () => {
  browser = await WebBrowser.start();
  line = await TcpProxy.to(Number(new URL(gatewayUrl).port));
});
afterEach(() => browser.closePages());
afterAll(async () => {
  await browser.stop();
  await line.close();
});

interface World {
  page: Page;
  context: BrowserContext;
  ada: Person;
  grace: Person;
  chatId: string;
  address: string;
}

/** Ada in her chat with Grace. */
async function anOpenChat(): Promise<World> {
  const chat = await aChat(api);
  const page = await browser.newPerson();
  const url = line.urlOf(gatewayUrl);
  await person.logIn(page, url, chat.ada.email);
  const address = `${url}#/chats/${chat.chatId}`;
  await page.goto(address);
  await person.field(page).waitFor();
  return { page, context: page.context(), address, ...chat };
}

async function stored({ grace, chatId }: World): Promise<string[]> {
  const { body } = await grace.api.get(`/v1/chats/${chatId}/messages?limit=100`);
  return (body as { messages: { text: string }[] }).messages.map(({ text }) => text);
}

function shown(page: Page): Promise<string[]> {
  return page.locator('.message-text').allInnerTexts();
}

async function expectSentOnce(world: World, page: Page, texts: string[]): Promise<void> {
  await eventually(async () => expect(await stored(world)).toEqual(texts));
  await eventually(async () => expect(await shown(page)).toEqual(texts));
  await page.locator('.state', { hasText: 'Waiting' }).waitFor({ state: 'detached' });
}

/** Numbers of a seed, so that a story can be told again: `SEED=`. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

describe('what was typed', () => {
  it('is there again after the tab was closed, with the messages, without a network', async () => {
    const world = await anOpenChat();
    await person.write(world.page, 'Before');
    await person.messageIs(world.page, 'Before', 'Sent');
    await person.field(world.page).fill('Half a sent');
    await world.page.close();
    await world.context.setOffline(true);
    const page = await browser.newTab(world.context);
    await page.goto(world.address);
    expect(await person.field(page).inputValue()).toBe('Half a sent');
    await person.message(page, 'Before').waitFor();
    await page.getByText('Offline. What you write is sent later.').waitFor();
    await person.write(page, 'Written offline');
    await person.message(page, 'Written offline').locator('.state', { hasText: 'Waiting' }).waitFor();
    await world.context.setOffline(false);
    await expectSentOnce(world, page, ['Before', 'Written offline']);
  });

  it('is shown with the reason where it is refused, and can be taken back', async () => {
    const world = await anOpenChat();
    await world.context.setOffline(true);
    line.sever();
    await person.write(world.page, 'Too late');
    await world.grace.api.delete(`/v1/friends/${world.ada.id}`);
    await world.context.setOffline(false);
    await world.page.getByText('You are no longer friends').waitFor();
    await world.page.getByRole('button', { name: 'Back to the text field' }).click();
    await person.message(world.page, 'Too late').waitFor({ state: 'detached' });
    expect(await stored(world)).toEqual([]);
  });
});

describe('with a network that comes and goes', () => {
  const first = inject('seed');
  it.each([first, first + 1, first + 2, first + 3, first + 4])(
    'nothing is lost, doubled or out of order (seed %d)',
    async (seed) => {
      const random = randomNumbers(seed);
      const world = await anOpenChat();
      const second = await browser.newTab(world.context);
      await second.goto(world.address);
      const tabs = [world.page, second];
      const texts: string[] = [];
      for (let step = 0; step < 6; step++) {
        const tab = Math.floor(random.next().value * 2);
        const text = `message ${step} of ${seed}`;
        await person.write(tabs[tab] as Page, text);
        texts.push(text);
        await person.message(tabs[tab] as Page, text).waitFor();
        const event = random.next().value;
        if (event < 0.25) line.sever();
        else if (event < 0.5) await world.context.setOffline(true);
        else if (event < 0.75) await world.context.setOffline(false);
        else {
          await tabs[tab]?.close();
          const opened = await browser.newTab(world.context);
          await opened.goto(world.address);
          await person.field(opened).waitFor();
          tabs[tab] = opened;
        }
      }
      await world.context.setOffline(false);
      await expectSentOnce(world, tabs[0] as Page, texts);
      await expectSentOnce(world, tabs[1] as Page, texts);
    },
  );
});
