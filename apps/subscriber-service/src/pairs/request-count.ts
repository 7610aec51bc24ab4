import type { Pair } from './pair.js';

/** The requests that one of the two has newly sent, within a day of the first of them. */
export interface RequestCount {
  since: Date | null;
  count: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

export function requestCountOf(me: string, pair: Pair, now: Date): RequestCount {
  const { since, count } =
    me === pair.userLow
      ? { since: pair.lowRequestsSince, count: pair.lowRequestCount }
      : { since: pair.highRequestsSince, count: pair.highRequestCount };
  return since !== null && now.getTime() < resetTime(since) ? { since, count } : { since: null, count: 0 };
}

/** When the count begins anew. Milliseconds. */
export function resetTime(since: Date): number {
  return since.getTime() + DAY_MS;
}

/** The pair with one more request by one of the two. */
export function withRequestCounted(me: string, pair: Pair, now: Date): Pair {
  const { since, count } = requestCountOf(me, pair, now);
  const counted = { since: since ?? now, count: count + 1 };
  return me === pair.userLow
    ? { ...pair, lowRequestsSince: counted.since, lowRequestCount: counted.count }
    : { ...pair, highRequestsSince: counted.since, highRequestCount: counted.count };
}

/** The pair with no request counted: whoever accepts one was not bothered. */
export function withoutRequestsCounted<P extends Pair>(pair: P): P {
  return { ...pair, lowRequestsSince: null, lowRequestCount: 0, highRequestsSince: null, highRequestCount: 0 };
}
