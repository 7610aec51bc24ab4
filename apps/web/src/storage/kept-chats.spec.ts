import { expect, it } from 'vitest';
import type { ChatMessage } from './database.js';
import { lastRun } from './kept-chats.js';

it.each([
  [[], []],
  [[7], [7]],
  [
    [1, 2, 3],
    [1, 2, 3],
  ],
  [
    [1, 2, 9, 10],
    [9, 10],
  ],
  [[3, 8], [8]],
])('of the messages %j that are kept it shows %j: there is no gap', (kept, shown) => {
  const messages = kept.map((seq) => ({ seq }) as ChatMessage);
  expect(lastRun(messages).map(({ seq }) => seq)).toEqual(shown);
});
