import type { MessengerClient } from '@messenger/client';
import { aPerson, makeFriends } from '../people.js';

export interface Pair {
  writer: MessengerClient;
  reader: MessengerClient;
  chatId: string;
}

/** Friends with a chat. Passwords are hashed two at a time: more at once would only wait. */
export async function makePairs(url: string, count: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const [writer, reader] = await Promise.all([aPerson(url), aPerson(url)]);
    pairs.push({ writer, reader, chatId: await makeFriends(writer, reader) });
  }
  return pairs;
}
