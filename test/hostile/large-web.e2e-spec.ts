import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLargeAccount } from '../../tools/bench/web/large-account.js';
import { WebPage } from '../../tools/bench/web/web-page.js';
import { TestStack } from '../support/test-stack.js';

const MESSAGES = 10_000;
const CHATS = 500;
const MAX_MIB = 150;
/** 50 frames a second. */
const MAX_FRAME_MS = 20;
/** In the middle of the list of chats, and of the messages. */
const [CHATS_X, MESSAGES_X] = [200, 800];

describe(`the web client with ${MESSAGES} messages in a chat and ${CHATS} chats`, () => {
  let stack: TestStack;
  let page: WebPage;

  beforeAll(async () => {
    stack = await TestStack.start();
    const database = new URL(stack.postgres.adminUrl);
    database.pathname = '/messenger';
    const client = new pg.Client({ connectionString: database.href });
    await client.connect();
    const query = (statement: string, parameters: unknown[]) => client.query(statement, parameters);
    const { reader, chatId } = await aLargeAccount(stack.api.url, query, MESSAGES, CHATS);
    await client.end();
    page = await WebPage.start(stack.api.url, reader);
    await page.page.goto(`${stack.api.url}/#/chats/${chatId}`);
    await page.page.getByText(`Message ${MESSAGES}:`).first().waitFor();
    await page.settled();
  });
  afterAll(async () => {
    await page.stop();
    await stack.stop();
  });

  it.each([
    ['messages', MESSAGES_X, 20_000, 240],
    ['chats', CHATS_X, -20_000, 100],
  ] as const)('scrolls %s without falling behind, with few of them in the page', async (what, x, distancePx, most) => {
    const { frames, 'CPU ms': cpuMs } = await page.scroll(x, distancePx);
    expect(cpuMs / frames).toBeLessThan(MAX_FRAME_MS);
    const selector = what === 'messages' ? '.message' : '.chat-row';
    expect(await page.page.locator(selector).count()).toBeLessThan(most);
  });

  it('stays small', async () => {
    expect((await page.memory())['PSS MiB']).toBeLessThan(MAX_MIB);
  });
});
