import { describe, expect, it } from 'vitest';
import { linkify } from './linkify.js';

const linksIn = (text: string) => linkify(text).flatMap(({ href }) => href ?? []);

describe('an address in a message', () => {
  it.each([
    ['see https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['HTTP://EXAMPLE.COM', 'HTTP://EXAMPLE.COM'],
    ['(https://example.com/one)', 'https://example.com/one'],
    ['https://en.wikipedia.org/wiki/Ada_(name)', 'https://en.wikipedia.org/wiki/Ada_(name)'],
    ['Look at https://example.com/.', 'https://example.com/'],
    ['https://example.com, and more', 'https://example.com'],
    ['<https://example.com/x>', 'https://example.com/x'],
  ])('%s', (text, link) => {
    expect(linksIn(text)).toEqual([link]);
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'xhttps://example.com',
    'https://',
    'example.com',
    'java\u200bscript:alert(1)',
  ])('%s is none', (text) => {
    expect(linksIn(text)).toEqual([]);
    expect(linkify(text)).toEqual([{ text }]);
  });

  it('ends before marks that turn the direction of what follows', () => {
    expect(linksIn('https://example.com/\u202egpj.exe')).toEqual(['https://example.com/']);
  });
});
