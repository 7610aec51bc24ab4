import { describe, expect, it } from 'vitest';
import type { Pair } from '../pairs/pair.js';
import { AlreadyFriendsError, RequestNotAllowedError } from './friend-requests.errors.js';
import { classifyRequest, DECLINE_COOLDOWN_MS } from './request-rules.js';

const NOW = new Date('2026-01-02T12:00:00Z');
const [ada, bob] = ['a', 'b'];

const aPair = (pair: Partial<Pair> = {}): Pair => ({
  userLow: ada,
  userHigh: bob,
  state: 'none',
  requestId: null,
  requesterId: null,
  recipientId: null,
  requestedAt: null,
  since: null,
  declinedAt: null,
  lowBlockedAt: null,
  highBlockedAt: null,
  version: 1,
  ...pair,
});

const requestByAda = { requestId: 'request', requesterId: ada, recipientId: bob, requestedAt: NOW };
const declinedBefore = (millis: number) =>
  aPair({ state: 'declined', ...requestByAda, declinedAt: new Date(NOW.getTime() - millis) });

describe('a friend request', () => {
  it('is new where there is nothing between the two, or not any more', () => {
    expect(classifyRequest(ada, aPair(), NOW).kind).toBe('new');
    expect(classifyRequest(bob, aPair(requestByAda), NOW).kind).toBe('new');
  });

  it('is repeated by the requester of a pending one, and crossing from its recipient', () => {
    const pair = aPair({ state: 'pending', ...requestByAda });
    expect(classifyRequest(ada, pair, NOW)).toEqual({ kind: 'repeated', pair });
    expect(classifyRequest(bob, pair, NOW)).toEqual({ kind: 'crossing', pair });
  });

  it('is refused among friends', () => {
    const pair = aPair({ state: 'friends', ...requestByAda, since: NOW });
    expect(() => classifyRequest(ada, pair, NOW)).toThrow(AlreadyFriendsError);
  });

  it.each([{ lowBlockedAt: NOW }, { highBlockedAt: NOW }])('is refused to both where one has blocked: %o', (block) => {
    for (const me of [ada, bob]) expect(() => classifyRequest(me, aPair(block), NOW)).toThrow(RequestNotAllowedError);
  });

  it('is refused for 24 hours to the one who was declined, and never to the one who declined', () => {
    expect(() => classifyRequest(ada, declinedBefore(0), NOW)).toThrow(RequestNotAllowedError);
    expect(() => classifyRequest(ada, declinedBefore(DECLINE_COOLDOWN_MS - 1), NOW)).toThrow(RequestNotAllowedError);
    expect(classifyRequest(ada, declinedBefore(DECLINE_COOLDOWN_MS), NOW).kind).toBe('new');
    expect(classifyRequest(bob, declinedBefore(0), NOW).kind).toBe('new');
  });
});
