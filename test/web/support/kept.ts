import type { Page } from 'playwright-core';
import { eventually } from '@messenger/testing';
import { expect } from 'vitest';

/** All that scripts can read of what the page's databases hold, as JSON. */
export function keptIn(page: Page): Promise<string> {
  return page.evaluate<string>(`(async () => {
    const result = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const stores = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await result(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        stores.push(await result(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    return JSON.stringify(stores);
  })()`);
}

/** Waits until the browser keeps a text. */
export async function isKept(page: Page, text: string): Promise<void> {
  await eventually(async () => expect(await keptIn(page)).toContain(text));
}

/** Waits until the page opens without a network. */
export async function opensOffline(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
}
