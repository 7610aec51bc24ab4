import { ValidationFailedError } from '@messenger/errors';
import { describe, expect, it } from 'vitest';
import { decodePageToken, encodePageToken, keysetPage, type KeysetPosition } from './keyset-page.js';

const ID = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';
const encoded = (text: string): string => Buffer.from(text).toString('base64url');

describe('a page token', () => {
  it('comes back as the position that it was made of', () => {
    const position = { time: new Date('2026-11-22T13:49:42.123Z'), id: ID };
    expect(decodePageToken(encodePageToken(position))).toEqual(position);
  });

  it.each([undefined, ''])('is the first page where it is %o', (token) => {
    expect(decodePageToken(token)).toBeUndefined();
  });

  it.each([
    ['garbage', '!!!'],
    ['a text', 'hello'],
    ['NUL', '\0'],
    ['NUL in base64', encoded('\0')],
    ['NUL behind the id', encoded(`1.${ID}\0`)],
    ["another service's", encoded('{"score":0.5,"id":"x"}')],
    ['no id', encoded('1700000000000')],
    ['an id that is none', encoded('1700000000000.1')],
    ['a negative time', encoded(`-1.${ID}`)],
    ['a time that is no integer', encoded(`1.5.${ID}`)],
    ['a time in exponents', encoded(`1e9.${ID}`)],
    ['a time beyond all times', encoded(`99999999999999999999.${ID}`)],
    ['a time after the year 9999', encoded(`253402300800000.${ID}`)],
    ['a time that PostgreSQL has no room for', encoded(`999999999999999.${ID}`)],
    ['no time', encoded(`.${ID}`)],
    ['more than a position', encoded(`1.${ID}.2`)],
    ['SQL', encoded(`1.${ID}' OR 1=1`)],
  ])('is refused by its name where it is %s', (_what, token) => {
    const decoding = (): unknown => decodePageToken(token);
    expect(decoding).toThrow(ValidationFailedError);
    expect(decoding).toThrow(
      expect.objectContaining({ details: { fields: [expect.objectContaining({ field: 'pageToken' })] } }) as Error,
    );
  });
});

describe('a page', () => {
  const rows = (count: number): KeysetPosition[] =>
    Array.from({ length: count }, (_, n) => ({ time: new Date(n), id: ID }));

  it.each([
    ['no row', 0, ''],
    ['fewer rows than it holds', 2, ''],
    ['just as many', 3, ''],
    ['one more', 4, encodePageToken({ time: new Date(2), id: ID })],
  ])('of 3 names the next one only where there is one: %s', (_what, count, nextPageToken) => {
    const page = keysetPage(rows(count), 3, (row) => row);
    expect(page).toEqual({ items: rows(Math.min(count, 3)), nextPageToken });
  });
});
