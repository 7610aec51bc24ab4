/** Two people, the smaller id first: in lower case, UUIDs sort as texts as they do in PostgreSQL. */
export interface PairKey {
  low: string;
  high: string;
}

/** `none`: nothing, or no more. */
export type PairState = 'none' | 'pending' | 'friends' | 'declined';

/** The last request between the two. */
export interface Asking {
  /** UUIDv7, a new one each time. */
  id: string;
  requesterId: string;
  recipientId: string;
  createdAt: Date;
}

/** How two people stand to each other. */
export interface Pair extends PairKey {
  state: PairState;
  /** Null where neither has ever asked. */
  asking: Asking | null;
  /** Null but for friends. */
  since: Date | null;
  /** Of the last request that was. */
  declinedAt: Date | null;
  /** When each blocked the other; null where they have not. */
  lowBlockedAt: Date | null;
  highBlockedAt: Date | null;
  /** Grows with each change. */
  version: number;
}

/** A pair of which one has asked the other. */
export interface AskedPair extends Pair {
  asking: Asking;
}

export function pairKeyOf(one: string, other: string): PairKey {
  return one < other ? { low: one, high: other } : { low: other, high: one };
}

export function otherThan(me: string, { low, high }: PairKey): string {
  return me === low ? high : low;
}

export function wasAsked(pair: Pair): pair is AskedPair {
  return pair.asking !== null;
}

/** Whether either has blocked the other. */
export function isBlocked({ lowBlockedAt, highBlockedAt }: Pair): boolean {
  return lowBlockedAt !== null || highBlockedAt !== null;
}

export function hasBlocked(me: string, { low, lowBlockedAt, highBlockedAt }: Pair): boolean {
  return (me === low ? lowBlockedAt : highBlockedAt) !== null;
}

/** The pair with one's block made, or taken back. */
export function withBlockBy(me: string, pair: Pair, at: Date | null): Pair {
  return me === pair.low ? { ...pair, lowBlockedAt: at } : { ...pair, highBlockedAt: at };
}
