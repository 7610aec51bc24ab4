import { eventually } from '@messenger/testing';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { Api } from '../../support/api.js';
import { aChat, type Person } from '../../support/people.js';
import * as person from './actions.js';
import { isKept, opensOffline } from './kept.js';
import type { WebBrowser } from './web-browser.js';

/** Ada's browser in her chat with Grace. */
export interface World {
  browser: WebBrowser;
  page: Page;
  context: BrowserContext;
  ada: Person;
  grace: Person;
  chatId: string;
  address: string;
}

/** @param url by which the page reaches the gateway; afterwards it opens without it */
export async function anOpenChat(browser: WebBrowser, gatewayUrl: string, url: string): Promise<World> {
  const chat = await aChat(new Api(gatewayUrl));
  const page = await browser.newPerson({ serviceWorkers: 'allow' });
  const address = `${url}#/chats/${chat.chatId}`;
  await person.openAs(chat.ada, page, address);
  await person.field(page).waitFor();
  await opensOffline(page);
  await isKept(page, chat.chatId);
  return { browser, page, context: page.context(), address, ...chat };
}

export async function anotherTab({ browser, context, address }: World): Promise<Page> {
  const page = await browser.newTab(context);
  await page.goto(address);
  await person.field(page).waitFor();
  return page;
}

export async function stored({ grace, chatId }: World): Promise<string[]> {
  const { body } = await grace.api.get(`/v1/chats/${chatId}/messages?limit=100`);
  return (body as { messages: { text: string }[] }).messages.map(({ text }) => text);
}

/** A dead line is noticed within 30 s, and the next attempt to connect comes within 10 s of the one before. */
const MAX_RECOVERY_MS = 120_000;

export async function expectSentOnce(world: World, page: Page, texts: string[]): Promise<void> {
  await eventually(async () => {
    expect(await stored(world)).toEqual(texts);
    expect(await page.locator('.message-text').allInnerTexts()).toEqual(texts);
    expect(await page.locator('.state', { hasText: 'Waiting' }).count()).toBe(0);
  }, MAX_RECOVERY_MS);
}

/** What goes wrong, or right again, between two messages. */
export type Incident = (world: World) => Promise<void> | void;

/**
 * Writes in two tabs by turns, while incidents that are chosen at random happen and tabs are closed and opened.
 *
 * @returns the texts that are sent once the last of it is mended, in order
 */
export async function tellStory(world: World, seed: number, incidents: Incident[]): Promise<[Page[], string[]]> {
  const random = randomNumbers(seed);
  const next = (count: number) => Math.floor(random.next().value * count);
  const tabs = [world.page, await anotherTab(world)];
  const texts: string[] = [];
  for (let step = 0; step < 6; step++) {
    const tab = next(2);
    const text = `message ${step} of ${seed}`;
    await person.write(tabs[tab] as Page, text);
    texts.push(text);
    await person.message(tabs[tab] as Page, text).waitFor();
    const incident = incidents[next(incidents.length + 1)];
    if (incident !== undefined) {
      await incident(world);
      continue;
    }
    await tabs[tab]?.close();
    tabs[tab] = await anotherTab(world);
  }
  return [tabs, texts];
}

/** Numbers of a seed, so that a story can be told again: `SEED=`. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}
