import { RateLimitedError } from '@messenger/errors';
import { requestCountOf, resetTime } from '../pairs/request-count.js';
import { isBlocked, wasRequested, type Pair, type RequestedPair } from '../pairs/pair.js';
import { AlreadyFriendsError, RequestNotAllowedError } from './friend-requests.errors.js';

/** For as long the person who was declined may not send another request. */
export const DECLINE_COOLDOWN_MS = 24 * 60 * 60 * 1_000;

/** New requests by one person to another: each takes the place of one that was taken back, and the other gets an event of both. */
export const MAX_REQUESTS_A_DAY = 5;

/** A new request, one that the sender has sent already, or one that crosses the other's and so accepts it. */
export type RequestKind = { kind: 'new' } | { kind: 'repeated' | 'crossing'; pair: RequestedPair };

/** @throws AlreadyFriendsError, RequestNotAllowedError, RateLimitedError */
export function classifyRequest(requesterId: string, pair: Pair, now: Date): RequestKind {
  if (pair.state === 'friends') throw new AlreadyFriendsError();
  if (isBlocked(pair) || isInCooldown(requesterId, pair, now)) throw new RequestNotAllowedError();
  if (pair.state !== 'pending' || !wasRequested(pair)) return newRequest(requesterId, pair, now);
  return { kind: pair.requesterId === requesterId ? 'repeated' : 'crossing', pair };
}

function newRequest(requesterId: string, pair: Pair, now: Date): RequestKind {
  const { since, count } = requestCountOf(requesterId, pair, now);
  if (since === null || count < MAX_REQUESTS_A_DAY) return { kind: 'new' };
  throw new RateLimitedError(Math.ceil((resetTime(since) - now.getTime()) / 1_000));
}

/** The one who has declined may send a request at once. */
function isInCooldown(me: string, { state, requesterId, declinedAt }: Pair, now: Date): boolean {
  if (state !== 'declined' || requesterId !== me || declinedAt === null) return false;
  return now.getTime() - declinedAt.getTime() < DECLINE_COOLDOWN_MS;
}
