import { ValidationFailedError } from '@messenger/errors';
import { describe, expect, it } from 'vitest';
import { decodeSearchPosition, encodeSearchPosition } from './search-position.js';

const token = (text: string): string => Buffer.from(text).toString('base64url');

describe('a page token of the search', () => {
  it.each([
    { distance: -1, nickname: 'ada' },
    { distance: 0, nickname: 'b_ada' },
    { distance: 0.6666667, nickname: 'x'.repeat(32) },
    { distance: 0.016393423, nickname: '___' },
  ])('comes back as it was: $distance $nickname', (position) => {
    expect(decodeSearchPosition(encodeSearchPosition(position))).toEqual(position);
  });

  it.each([undefined, ''])('left out (%o), means the start', (absent) => {
    expect(decodeSearchPosition(absent)).toEqual({ distance: -1, nickname: '' });
  });

  it.each([
    'no token',
    '%%%',
    '\u{1f600}',
    token('0.5'),
    token('0.5 '),
    token('-2 ada'),
    token('NaN ada'),
    token('1e400 ada'),
    token(`0.${'1'.repeat(400)} ada`),
    token('0.5 ADA'),
    token('0.5 a\0a'),
    token("0.5 a'; DROP TABLE profiles"),
    token('0.5 ada\n'),
  ])('that no page has returned is refused by name: %o', (made) => {
    expect(() => decodeSearchPosition(made)).toThrow(ValidationFailedError);
    expect(() => decodeSearchPosition(made)).toThrow(
      expect.objectContaining({ details: { fields: [expect.objectContaining({ field: 'pageToken' })] } }),
    );
  });
});
