import { describe, expect, it } from 'vitest';
import { texts as en } from './en.js';
import { texts as ru } from './ru.js';

describe('counts', () => {
  it.each([
    [1, '1 unread message', '1 непрочитанное сообщение'],
    [2, '2 unread messages', '2 непрочитанных сообщения'],
    [5, '5 unread messages', '5 непрочитанных сообщений'],
    [21, '21 unread messages', '21 непрочитанное сообщение'],
    [1_000, '1,000 or more unread messages', '1000 или больше непрочитанных сообщений'],
  ])('%d is written by the rules of the language', (count, english, russian) => {
    expect(en.chats.unread(count)).toBe(english);
    expect(ru.chats.unread(count)).toBe(russian);
  });
});

/** Every text that is no function, by its path. */
function* plainTexts(node: object, path = ''): Generator<[string, string]> {
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (typeof value === 'string') yield [`${path}.${key}`, value];
    else if (typeof value === 'object' && value !== null) yield* plainTexts(value, `${path}.${key}`);
  }
}

describe('Russian', () => {
  it('is written in Russian but for names', () => {
    const latin = [...plainTexts(ru)].filter(([, text]) => !/[а-яё]/i.test(text)).map(([path]) => path);
    expect(latin).toEqual(['.appName', '.settings.google']);
  });
});
