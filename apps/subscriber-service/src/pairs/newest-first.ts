import { decodePageToken, fragment } from '@messenger/database';
import { MAX } from 'uuid';
import type { Pair } from './pair.js';

/** Keyset of a list: the columns of the time and of the other person. */
export interface ListOrder {
  time: keyof Pair;
  other: keyof Pair;
}

/**
 * The condition that a row comes after the page which the token ends, newest first. Without a token every row does, by
 * the same statement.
 *
 * @throws ValidationFailedError naming `pageToken`
 */
export function isAfterPage(pageToken: string | undefined, { time, other }: ListOrder) {
  const last = decodePageToken(pageToken) ?? { time: 'infinity', id: MAX };
  return fragment<boolean>`(${fragment.ref(time)}, ${fragment.ref(other)}) < (${last.time}, ${last.id})`;
}
