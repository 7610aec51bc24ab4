import { ValidationFailedError } from '@messenger/errors';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, furthest } from './event-cursor.js';

describe('a cursor', () => {
  it('holds a position in each log', () => {
    const positions = { user: 0, subscriber: 12, chat: Number.MAX_SAFE_INTEGER };
    expect(decodeCursor(encodeCursor(positions))).toEqual(positions);
    expect(encodeCursor(positions)).toMatch(/^[\w-]+$/);
  });

  it.each(['', 'v1.1.2.3', 'v2.1.2.3', 'v1.1.2', 'v1.1.2.3.4', 'v1.1.2.x', 'v1.01.2.3', 'v1.1.2.-3', 'v1.1.2.3\n'])(
    'cannot be %j',
    (text) => {
      const cursor = text === 'v1.1.2.3' ? text : Buffer.from(text).toString('base64url');
      expect(() => decodeCursor(cursor)).toThrow(ValidationFailedError);
    },
  );

  it.each([
    'v1.9007199254740992.0.0',
    'v1.0.9007199254740994.0',
    'v1.0.0.9999999999999998',
    'v1.0.0.99999999999999999',
  ])('has no position beyond those that numbers can be: %s', (text) => {
    expect(() => decodeCursor(Buffer.from(text).toString('base64url'))).toThrow(ValidationFailedError);
  });

  it('never moves back in any log', () => {
    const one = { user: 5, subscriber: 1, chat: 7 };
    expect(furthest(one, { subscriber: 3, chat: 6 })).toEqual({ user: 5, subscriber: 3, chat: 7 });
  });
});
