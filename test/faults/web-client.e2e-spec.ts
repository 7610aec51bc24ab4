import { describe, expect, inject, onTestFinished } from 'vitest';
import { it } from '../support/stack-test.js';
import { anOpenChat, expectSentOnce, tellStory } from '../web/support/unsent-story.js';
import { WebBrowser } from '../web/support/web-browser.js';

describe('the web client', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it.for([inject('seed')])(
    'loses, doubles and crosses nothing that is written while its server is killed (seed %d)',
    async (seed, { stack }) => {
      const browser = await WebBrowser.start();
      onTestFinished(() => browser.stop());
      const gateway = stack.apps['api-gateway'];
      const world = await anOpenChat(browser, stack.api.url, `${stack.api.url}/`);
      const killOrStart = () => (gateway.pid === undefined ? gateway.start() : gateway.kill());
      await gateway.kill();
      const [tabs, texts] = await tellStory(world, seed, [killOrStart, killOrStart]);
      if (gateway.pid === undefined) await gateway.start();
      for (const tab of tabs) await expectSentOnce(world, tab, texts);
      const rows = await stack
        .schema('chat-service')
        .query<{ text: string }>('SELECT text FROM messages WHERE chat_id = $1 ORDER BY seq', [world.chatId]);
      expect(rows.map(({ text }) => text)).toEqual(texts);
      await browser.closePages();
    },
  );
});
