import { it as test } from 'vitest';
import { WebBrowser } from './web-browser.js';

/** Tests in one Chromium, which all files of a worker share: it takes longer to start than most tests. */
export const it = test.extend(
  'browser',
  { scope: 'worker' },
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are wanted
  async ({}, { onCleanup }) => {
    const browser = await WebBrowser.start();
    onCleanup(() => browser.stop());
    return browser;
  },
);
