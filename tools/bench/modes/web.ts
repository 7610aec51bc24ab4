import { aLargeAccount } from '../web/large-account.js';
import { WebPage } from '../web/web-page.js';
import type { Mode } from './mode.js';

const MESSAGES = 10_000;
const CHATS = 500;
const SCROLLED_PX = 20_000;
/** In the middle of the list of chats, and of the messages, of a page 1,280 pixels wide. */
const [CHATS_X, MESSAGES_X] = [200, 800];

/** The web client in Chromium, as somebody with many messages and chats. */
export const web: Mode = {
  title: `the web client: a start over 4G, and scrolling ${MESSAGES} messages and ${CHATS} chats`,
  async *run(bench) {
    const query = (statement: string, parameters: unknown[]) => bench.query(statement, parameters);
    const { reader, chatId } = await aLargeAccount(bench.url, query, MESSAGES, CHATS);
    const page = await WebPage.start(bench.url, reader);
    try {
      const address = `${bench.url}/#/chats/${chatId}`;
      yield { subject: 'cold start over 4G', values: { 'messages ms': await page.coldStartMs(address, '.message') } };
      await page.settled();
      yield { subject: `${MESSAGES} messages`, values: await page.scroll(MESSAGES_X, SCROLLED_PX) };
      yield { subject: `${CHATS} chats`, values: await page.scroll(CHATS_X, -SCROLLED_PX) };
      yield { subject: 'the page after that', values: await page.memory() };
    } finally {
      await page.stop();
    }
  },
};
