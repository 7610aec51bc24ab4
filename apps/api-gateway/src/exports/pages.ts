import { patiently } from './patiently.js';

/** The most that the services give at once. */
export const PAGE_SIZE = 100;

interface Page {
  pageSize: number;
  pageToken: string;
}

/** The items of all pages of a list. */
export async function itemsOfPages<Key extends string, Item>(
  read: (page: Page) => Promise<Record<Key, Item[]> & { nextPageToken: string }>,
  key: Key,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let pageToken: string | undefined; pageToken !== '';) {
    const page = { pageSize: PAGE_SIZE, pageToken: pageToken ?? '' };
    const answer = await patiently(() => read(page));
    items.push(...answer[key]);
    pageToken = answer.nextPageToken;
  }
  return items;
}
