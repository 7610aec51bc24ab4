import { describe, expect, it } from 'vitest';
import type { Pair } from '../pairs/pair.js';
import { DECLINE_PEACE, meaningOfAsking } from './asking.js';
import { AlreadyFriendsError, RequestNotAllowedError } from './friend-requests.errors.js';

const NOW = new Date('2026-01-02T12:00:00Z');
const [ada, bob] = ['a', 'b'];

const aPair = (pair: Partial<Pair> = {}): Pair => ({
  low: ada,
  high: bob,
  state: 'none',
  asking: null,
  since: null,
  declinedAt: null,
  lowBlockedAt: null,
  highBlockedAt: null,
  version: 1,
  ...pair,
});

const asked = { id: 'request', requesterId: ada, recipientId: bob, createdAt: NOW };
const declinedBefore = (millis: number) =>
  aPair({ state: 'declined', asking: asked, declinedAt: new Date(NOW.getTime() - millis) });

describe('asking somebody', () => {
  it('is a request of its own where there is nothing, or no more', () => {
    expect(meaningOfAsking(ada, aPair(), NOW).kind).toBe('new');
    expect(meaningOfAsking(bob, aPair({ asking: asked }), NOW).kind).toBe('new');
  });

  it('is a repeat for who has asked, and an answer for who was asked', () => {
    const pair = aPair({ state: 'pending', asking: asked });
    expect(meaningOfAsking(ada, pair, NOW)).toEqual({ kind: 'repeat', pair });
    expect(meaningOfAsking(bob, pair, NOW)).toEqual({ kind: 'crossing', pair });
  });

  it('is refused among friends', () => {
    const pair = aPair({ state: 'friends', asking: asked, since: NOW });
    expect(() => meaningOfAsking(ada, pair, NOW)).toThrow(AlreadyFriendsError);
  });

  it.each([{ lowBlockedAt: NOW }, { highBlockedAt: NOW }])('is refused to both where one has blocked: %o', (block) => {
    for (const me of [ada, bob]) expect(() => meaningOfAsking(me, aPair(block), NOW)).toThrow(RequestNotAllowedError);
  });

  it('is refused to the declined for 24 hours, and never to who declined', () => {
    expect(() => meaningOfAsking(ada, declinedBefore(0), NOW)).toThrow(RequestNotAllowedError);
    expect(() => meaningOfAsking(ada, declinedBefore(DECLINE_PEACE - 1), NOW)).toThrow(RequestNotAllowedError);
    expect(meaningOfAsking(ada, declinedBefore(DECLINE_PEACE), NOW).kind).toBe('new');
    expect(meaningOfAsking(bob, declinedBefore(0), NOW).kind).toBe('new');
  });
});
