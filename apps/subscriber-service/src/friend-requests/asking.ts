import { isBlocked, wasAsked, type AskedPair, type Pair } from '../pairs/pair.js';
import { AlreadyFriendsError, RequestNotAllowedError } from './friend-requests.errors.js';

/** Milliseconds after a decline in which the declined person may not ask again. */
export const DECLINE_PEACE = 24 * 60 * 60 * 1_000;

/** What it means that somebody asks: a request of its own, one they have sent already, or an answer to the other's. */
export type Meaning = { kind: 'new' } | { kind: 'repeat' | 'crossing'; pair: AskedPair };

/** @throws AlreadyFriendsError, RequestNotAllowedError */
export function meaningOfAsking(me: string, pair: Pair, now: Date): Meaning {
  if (pair.state === 'friends') throw new AlreadyFriendsError();
  if (isBlocked(pair) || isInPeace(me, pair, now)) throw new RequestNotAllowedError();
  if (pair.state !== 'pending' || !wasAsked(pair)) return { kind: 'new' };
  return { kind: pair.asking.requesterId === me ? 'repeat' : 'crossing', pair };
}

/** Who has declined may ask at once, and so forgets that they did. */
function isInPeace(me: string, { state, asking, declinedAt }: Pair, now: Date): boolean {
  if (state !== 'declined' || asking?.requesterId !== me || declinedAt === null) return false;
  return now.getTime() - declinedAt.getTime() < DECLINE_PEACE;
}
