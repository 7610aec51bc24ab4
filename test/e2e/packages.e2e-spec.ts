import { readFileSync } from 'node:fs';
import type * as Messenger from '@messenger/client';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startBrowser } from '../support/browser.js';
import { anEmail, PASSWORD } from '../support/people.js';
import { receiveWithKills } from './packages/killed-listener.js';
import { OutsideFolder } from './packages/outside-folder.js';

const url = inject('gatewayUrl');
const [EXAMPLE = '', LISTENER = ''] = [...readFileSync('docs/client.md', 'utf8').matchAll(/```js\n([^]*?)```/g)].map(
  ([, code]) => code ?? '',
);

// tsc and Chromium take a core each for seconds, and longer on a machine that has more to do.
const TIMEOUT_MS = 180_000;

let folder: OutsideFolder;

beforeAll(async () => {
  folder = await OutsideFolder.create();
});
afterAll(() => folder.remove());

it('the documented example runs with Node.js', { timeout: TIMEOUT_MS }, async () => {
  folder.write('example.mjs', EXAMPLE);
  const printed = await folder.runWithNode('example.mjs', { API: url });
  expect(printed).toMatch(/^1: Hello, Grace!\nto resume after it: [\w-]{8,}\n$/);
});

it(
  'the documented listener, killed three times, has each message once and in order',
  { timeout: TIMEOUT_MS },
  async () => {
    folder.write('listener.mjs', LISTENER);
    const { sent, received } = await receiveWithKills(folder, 'listener.mjs');
    expect(received).toEqual(sent);
  },
);

it('the documented example is strict TypeScript', { timeout: TIMEOUT_MS }, async () => {
  folder.write('example.mts', EXAMPLE);
  expect(await folder.typeErrors('example.mts')).toBe('');
});

it('a wrong type in a request is an error of TypeScript', { timeout: TIMEOUT_MS }, async () => {
  folder.write('wrong.mts', EXAMPLE.replace('userId: grace.userId', 'userId: 1'));
  expect(await folder.typeErrors('wrong.mts')).toContain("Type 'number' is not assignable to type 'string'");
});

it('a bundle registers in a browser and receives an event live', { timeout: TIMEOUT_MS }, async () => {
  folder.write('browser.js', "export * from '@messenger/client'; export * from '@messenger/live';");
  const script = await folder.bundle('browser.js', 'messenger');
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/`);
    await page.evaluate(script + ';globalThis.messenger = messenger');
    const type = await page.evaluate(
      async ([url, email, password]) => {
        const { MessengerClient, ok } = (globalThis as unknown as { messenger: typeof Messenger }).messenger;
        const ada = await MessengerClient.register({ url: url! }, { email: email!, password: password! });
        const live = ada.live();
        await live.ready;
        await ok(ada.api.PATCH('/v1/users/me', { body: { about: 'In a browser' } }));
        for await (const event of live) return event.type;
        return undefined;
      },
      [url, anEmail(), PASSWORD],
    );
    expect(type).toBe('user.profile_updated.v1');
  } finally {
    await browser.close();
  }
});
