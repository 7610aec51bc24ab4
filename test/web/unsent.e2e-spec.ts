import { TcpProxy } from '@messenger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import * as person from './support/actions.js';
import { isKept } from './support/kept.js';
import { anOpenChat, anotherTab, expectSentOnce, stored, tellStory } from './support/unsent-story.js';
import type { WebBrowser } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');

let browser: WebBrowser;
/** Between the browser and the gateway. */
let line: TcpProxy;
it.beforeEach(({ browser: started }) => void (browser = started));
beforeAll(async () => {
  line = await TcpProxy.to(Number(new URL(gatewayUrl).port));
});
afterEach(() => browser.closePages());
afterAll(() => line.close());

const open = () => anOpenChat(browser, gatewayUrl, line.urlOf(gatewayUrl));

describe('what was typed', () => {
  it('is there again after the tab was closed, with the messages, without a network', async () => {
    const world = await open();
    await person.write(world.page, 'Before');
    await person.messageIs(world.page, 'Before', 'Sent');
    await person.field(world.page).fill('Half a sent');
    await isKept(world.page, 'Half a sent');
    await world.page.close();
    await world.context.setOffline(true);
    const page = await anotherTab(world);
    expect(await person.field(page).inputValue()).toBe('Half a sent');
    await person.message(page, 'Before').waitFor();
    await page.getByText('Offline. What you write is sent later.').waitFor();
    await person.write(page, 'Written offline');
    await person.messageIs(page, 'Written offline', 'Waiting');
    await world.context.setOffline(false);
    await expectSentOnce(world, page, ['Before', 'Written offline']);
  });

  it('is shown with the reason where it is refused, and can be taken back', async () => {
    const world = await open();
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
      const world = await open();
      const [tabs, texts] = await tellStory(world, seed, [
        () => line.sever(),
        ({ context }) => context.setOffline(true),
        ({ context }) => context.setOffline(false),
      ]);
      await world.context.setOffline(false);
      for (const tab of tabs) await expectSentOnce(world, tab, texts);
    },
  );
});
