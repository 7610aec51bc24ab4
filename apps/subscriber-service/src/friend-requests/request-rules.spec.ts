import { describe, expect, it } from 'vitest';
import type { Pair } from '../pairs/pair.js';
import type { RateLimitedError } from '@messenger/errors';
import { AlreadyFriendsError, RequestNotAllowedError } from './friend-requests.errors.js';
import { classifyRequest, DECLINE_COOLDOWN_MS, MAX_REQUESTS_A_DAY } from './request-rules.js';

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
  lowRequestsSince: null,
  lowRequestCount: 0,
  highRequestsSince: null,
  highRequestCount: 0,
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

  it('is refused to somebody who has sent and taken back five within a day, until that is over', () => {
    const tired = aPair({ ...requestByAda, lowRequestsSince: NOW, lowRequestCount: MAX_REQUESTS_A_DAY });
    const later = (hours: number): Date => new Date(NOW.getTime() + hours * 60 * 60 * 1_000);
    expect(() => classifyRequest(ada, tired, later(23))).toThrow(
      expect.objectContaining({ reason: 'RATE_LIMITED', details: { retryAfter: 3_600 } }) as RateLimitedError,
    );
    expect(classifyRequest(ada, tired, later(24)).kind).toBe('new');
    expect(classifyRequest(bob, tired, NOW).kind).toBe('new');
    expect(classifyRequest(ada, { ...tired, lowRequestCount: MAX_REQUESTS_A_DAY - 1 }, NOW).kind).toBe('new');
  });

  it('is refused for 24 hours to the one who was declined, and never to the one who declined', () => {
    expect(() => classifyRequest(ada, declinedBefore(0), NOW)).toThrow(RequestNotAllowedError);
    expect(() => classifyRequest(ada, declinedBefore(DECLINE_COOLDOWN_MS - 1), NOW)).toThrow(RequestNotAllowedError);
    expect(classifyRequest(ada, declinedBefore(DECLINE_COOLDOWN_MS), NOW).kind).toBe('new');
    expect(classifyRequest(bob, declinedBefore(0), NOW).kind).toBe('new');
  });
});
