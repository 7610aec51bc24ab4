import type { CDPSession, Page } from 'playwright-core';
import { eventually } from '@messenger/testing';
import { afterEach, describe, expect, inject } from 'vitest';
import { Api } from '../support/api.js';
import { aChat, send, type Person } from '../support/people.js';
import { Schema } from '../support/schema.js';
import * as person from './support/actions.js';
import { expectNoSidewaysScroll, type WebBrowser, whenLive } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

let browser: WebBrowser;
it.beforeEach(({ browser: started }) => void (browser = started));
afterEach(() => browser.closePages());

async function open(page: Page, reader: Person, chatId: string): Promise<void> {
  await person.openAs(reader, page, `${gatewayUrl}/#/chats/${chatId}`);
  await person.field(page).waitFor();
  await whenLive(page);
}

const HOSTILE: [string, string][] = [
  ['HTML', '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'],
  ['an address of a script', 'javascript:window.hacked=1'],
  ['data', 'data:text/html,<script>parent.hacked=1</script>'],
  ['marks that turn the direction', '\u202Eevil\u202C \u2067abc\u2069 \u202Dtext'],
  ['4,096 emoji', '😀'.repeat(4_096)],
  ['marks without width', `a${'\u200b'.repeat(500)}b`],
  ['combining marks', `Z${'\u0301\u0489'.repeat(50)}algo`],
  ['a long word', 'w'.repeat(4_000)],
  ['Arabic', 'مرحبا بالعالم، كيف حالك؟'],
];

describe('hostile text', () => {
  it.each([1_280, 320])('is shown as text, and the layout holds, %d pixels wide', async (width) => {
    const { ada, grace, chatId } = await aChat(api);
    await grace.api.patch('/v1/users/me', { about: '<b>bold</b>\u202E'.repeat(20) });
    for (const [, text] of HOSTILE) await send(grace, chatId, text);
    const page = await browser.newPerson({ viewport: { width, height: 700 } });
    await open(page, ada, chatId);
    await person.message(page, 'مرحبا').waitFor();
    const texts = await page.locator('.message-text').allTextContents();
    expect(texts).toEqual(HOSTILE.map(([, text]) => text));
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('.message-text :not(a)').count()).toBe(0);
    await expectNoSidewaysScroll(page);
    await page.goto(`${gatewayUrl}/#/people/${grace.id}`);
    await page.getByText('<b>bold</b>').waitFor();
    await expectNoSidewaysScroll(page);
  });
});

/** Written into the database, in a new chat: hundreds of sends would take longer than the test. */
async function seedMessages({ id }: Person, chatId: string, count: number): Promise<void> {
  const schema = new Schema(inject('appEnv')['chat-service'].DATABASE_URL ?? '');
  await schema.query(
    `WITH chat AS (UPDATE chats SET last_seq = $3 WHERE id = $2)
     INSERT INTO messages (chat_id, seq, id, sender_id, text, sent_text_hash, created_at)
     SELECT $2, number, uuidv7(), $1, 'number ' || number || '.', sha256('x'), now()
     FROM generate_series(1, $3::int) AS number`,
    [id, chatId, count],
  );
  await schema.close();
}

describe('a long history', () => {
  const COUNT = 420;

  it('is scrolled both ways, with few messages in the page, and keeps its place', async () => {
    const { ada, grace, chatId } = await aChat(api);
    await seedMessages(grace, chatId, COUNT);
    await ada.api.put(`/v1/chats/${chatId}/read`, { seq: COUNT });
    const page = await browser.newPerson({ viewport: { width: 800, height: 700 } });
    await open(page, ada, chatId);
    await person.message(page, `number ${COUNT}.`).waitFor();

    const scroller = page.locator('.history-scroller');
    const scrollTop = () => scroller.evaluate(({ scrollTop: top }: { scrollTop: number }) => top);
    await scroller.hover();
    let mostMessages = 0;
    await eventually(async () => {
      await page.mouse.wheel(0, -1_500);
      mostMessages = Math.max(mostMessages, await page.locator('.message').count());
      expect(await person.message(page, /number 1\./).isVisible()).toBe(true);
      expect(await scrollTop()).toBe(0);
    });
    expect(mostMessages).toBeLessThan(240);

    const place = async () => (await person.message(page, /number 5\./).boundingBox())?.y ?? NaN;
    // The first message is wholly out of sight then.
    await page.mouse.wheel(0, 300);
    await eventually(async () => expect(await scrollTop()).toBe(300));
    const before = await place();
    await send(grace, chatId, 'One more');
    const { body } = await ada.api.get(`/v1/chats/${chatId}/messages?afterSeq=0&limit=1`);
    await grace.api.patch(`/v1/chats/${chatId}/messages/${body.messages[0].id}`, {
      text: `number 1.\n${'long\n'.repeat(9)}`,
    });
    await page.getByText('long').waitFor();
    expect(Math.abs((await place()) - before)).toBeLessThan(3);
    await page.getByRole('button', { name: 'To the newest message' }).click();
    await person.message(page, 'One more').waitFor();
    await page.getByRole('button', { name: 'To the newest message' }).waitFor({ state: 'detached' });
  });

  it('opens where the unread messages begin, and counts them', async () => {
    const { ada, grace, chatId } = await aChat(api);
    await seedMessages(grace, chatId, 130);
    await ada.api.put(`/v1/chats/${chatId}/read`, { seq: 10 });
    const page = await browser.newPerson({ viewport: { width: 800, height: 700 } });
    await open(page, ada, chatId);
    await page.getByText('New messages').waitFor();
    expect(await person.message(page, /number 11\./).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'To the newest message' }).click();
    await person.message(page, /number 130\./).waitFor();
    await eventually(async () => expect(await page.title()).toBe('Messenger'));
  });
});

describe('an own message', () => {
  it('takes the page under 50 ms from the key to the screen', async () => {
    const { ada, chatId } = await aChat(api);
    const page = await browser.newPerson();
    await open(page, ada, chatId);
    const session = await page.context().newCDPSession(page);
    // Of the page's own thread: others may need the machine meanwhile.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const times: number[] = [];
    for (let count = 1; count <= 5; count++) {
      await person.field(page).fill(`quick ${count}`);
      const started = await busyMs(session);
      await page.evaluate(`new Promise((resolve) => {
        const field = document.querySelector('.composer textarea');
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        const look = () => [...document.querySelectorAll('.message')].some((line) => line.innerText.includes('quick ${count}'))
          ? resolve() : requestAnimationFrame(look);
        look();
      })`);
      times.push((await busyMs(session)) - started);
    }
    expect(times.sort((one, other) => one - other)[2]).toBeLessThan(50);
  });

  async function busyMs(session: CDPSession): Promise<number> {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
  }
});
