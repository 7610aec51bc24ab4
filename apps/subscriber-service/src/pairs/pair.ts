import type { Selectable } from '@messenger/database';
import type { Pairs } from '../tables.gen.js';

/** Two people and what is between them: a row of `pairs`. */
export type Pair = Selectable<Pairs>;

/** The smaller id first: in lower case, UUIDs sort as texts as they do in PostgreSQL. */
export type PairKey = Pick<Pair, 'userLow' | 'userHigh'>;

interface LastRequest {
  requestId: string;
  requesterId: string;
  recipientId: string;
  requestedAt: Date;
}

/** A pair of which one has sent the other a request, whatever has become of it. */
export type RequestedPair = Pair & LastRequest;

export function pairKeyOf(one: string, other: string): PairKey {
  return one < other ? { userLow: one, userHigh: other } : { userLow: other, userHigh: one };
}

export function otherThan(me: string, { userLow, userHigh }: PairKey): string {
  return me === userLow ? userHigh : userLow;
}

export function wasRequested(pair: Pair): pair is RequestedPair {
  return pair.requestId !== null;
}

/** Whether either has blocked the other. */
export function isBlocked({ lowBlockedAt, highBlockedAt }: Pair): boolean {
  return lowBlockedAt !== null || highBlockedAt !== null;
}

export function hasBlocked(me: string, { userLow, lowBlockedAt, highBlockedAt }: Pair): boolean {
  return (me === userLow ? lowBlockedAt : highBlockedAt) !== null;
}

/** The pair with the block by one of the two set, or removed where `at` is null. */
export function withBlockBy(me: string, pair: Pair, at: Date | null): Pair {
  return me === pair.userLow ? { ...pair, lowBlockedAt: at } : { ...pair, highBlockedAt: at };
}
