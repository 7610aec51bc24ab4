import { isBlocked, wasRequested, type Pair, type RequestedPair } from '../pairs/pair.js';
import { AlreadyFriendsError, RequestNotAllowedError } from './friend-requests.errors.js';

/** For as long the person who was declined may not send another request. */
export const DECLINE_COOLDOWN_MS = 24 * 60 * 60 * 1_000;

/** A new request, one that the sender has sent already, or one that crosses the other's and so accepts it. */
export type RequestKind = { kind: 'new' } | { kind: 'repeated' | 'crossing'; pair: RequestedPair };

/** @throws AlreadyFriendsError, RequestNotAllowedError */
export function classifyRequest(requesterId: string, pair: Pair, now: Date): RequestKind {
  if (pair.state === 'friends') throw new AlreadyFriendsError();
  if (isBlocked(pair) || isInCooldown(requesterId, pair, now)) throw new RequestNotAllowedError();
  if (pair.state !== 'pending' || !wasRequested(pair)) return { kind: 'new' };
  return { kind: pair.requesterId === requesterId ? 'repeated' : 'crossing', pair };
}

/** The one who has declined may send a request at once. */
function isInCooldown(me: string, { state, requesterId, declinedAt }: Pair, now: Date): boolean {
  if (state !== 'declined' || requesterId !== me || declinedAt === null) return false;
  return now.getTime() - declinedAt.getTime() < DECLINE_COOLDOWN_MS;
}
