import { expect, it } from 'vitest';
import type { ChatMessage } from '../storage/database.js';
import { EarlyMessages } from './early-messages.js';

const seqsOf = (messages: ChatMessage[]) => messages.map(({ seq }) => seq);

it.each([
  [[], [], [], true],
  [[6, 7], [], [6, 7], true],
  [[7, 6], [], [6, 7], true],
  [[7, 8], [], [], false],
  [[4, 5, 6, 8], [4, 5], [6], false],
])('of %j that came early, after 5: %j may be newer versions, %j follow', (early, versions, following, isEmpty) => {
  const messages = new EarlyMessages();
  for (const seq of early) messages.add({ seq } as ChatMessage);
  expect(seqsOf(messages.takeUpTo(5))).toEqual(versions);
  expect(seqsOf(messages.takeAfter(5))).toEqual(following);
  expect(messages.isEmpty).toBe(isEmpty);
});
