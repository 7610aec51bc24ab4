import type { MessengerClient } from '@messenger/client';
import type { BenchStack } from '../bench-stack.js';
import { aPerson, makeFriends } from '../people.js';
import { WebPage } from '../web/web-page.js';
import type { Mode } from './mode.js';

const MESSAGES = 10_000;
const CHATS = 500;
/** This many are under way at a time. */
const CONCURRENCY = 50;
const SCROLLED_PX = 20_000;
/** In the middle of the list of chats, and of the messages, of a page 1,280 pixels wide. */
const [CHATS_X, MESSAGES_X] = [200, 800];

/** The web client in Chromium, as somebody with many messages and chats. */
export const web: Mode = {
  title: `the web client: a start over 4G, and scrolling ${MESSAGES} messages and ${CHATS} chats`,
  async *run(bench) {
    const reader = await aPerson(bench.url);
    const chatId = await aLongChat(bench, reader);
    await manyChats(bench, reader);
    const page = await WebPage.start(bench.url, reader);
    try {
      const address = `${bench.url}/#/chats/${chatId}`;
      yield { subject: 'cold start over 4G', values: { 'messages ms': await page.coldStartMs(address, '.message') } };
      await page.page
        .locator('.chat-row')
        .nth(CHATS - 1)
        .waitFor({ state: 'attached' });
      yield { subject: `${MESSAGES} messages`, values: await page.scroll(MESSAGES_X, SCROLLED_PX) };
      yield { subject: `${CHATS} chats`, values: await page.scroll(CHATS_X, -SCROLLED_PX) };
      yield { subject: 'the page after that', values: await page.memory() };
    } finally {
      await page.stop();
    }
  },
};

async function aLongChat({ url }: BenchStack, reader: MessengerClient): Promise<string> {
  const writer = await aPerson(url);
  const chatId = await makeFriends(writer, reader);
  await inParallel(MESSAGES, (index) => writer.send(chatId, `Message ${index}: ${'word '.repeat(index % 40)}`));
  const { lastSeq } = (await reader.api.GET('/v1/chats/{chatId}', { params: { path: { chatId } } })).data ?? {};
  await reader.api.PUT('/v1/chats/{chatId}/read', { params: { path: { chatId } }, body: { seq: lastSeq ?? 0 } });
  return chatId;
}

async function manyChats({ url }: BenchStack, reader: MessengerClient): Promise<void> {
  // Passwords are hashed two at a time: more at once would only wait.
  await inParallel(
    CHATS - 1,
    async (index) => {
      const friend = await aPerson(url);
      await friend.send(await makeFriends(friend, reader), `Hello from ${index}`);
    },
    2,
  );
}

async function inParallel(
  count: number,
  work: (index: number) => Promise<unknown>,
  lanes = CONCURRENCY,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
