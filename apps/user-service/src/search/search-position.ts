import { invalidPageToken } from '@messenger/database';

/**
 * The position of a match in the order of all matches. First, at distance -1, come the nicknames that begin with the
 * query, of which the exact one sorts first; then the similar ones, nearest first. (distance, nickname) is unique, as
 * nicknames are.
 */
export interface SearchPosition {
  /** -1, or 0 (the same trigrams) to 1 (none in common). */
  distance: number;
  /** In lower case. */
  nickname: string;
}

export const BEGINS_WITH_QUERY = -1;

const START: SearchPosition = { distance: BEGINS_WITH_QUERY, nickname: '' };

const TOKEN = /^(-1|[01](?:\.\d{1,12})?) ([a-z0-9_]{3,32})$/;

export function encodeSearchPosition({ distance, nickname }: SearchPosition): string {
  return Buffer.from(`${distance} ${nickname}`).toString('base64url');
}

/** The start where there is no token. @throws ValidationFailedError naming `pageToken` */
export function decodeSearchPosition(token: string | undefined): SearchPosition {
  if (token === undefined || token === '') return START;
  const [, distance, nickname] = TOKEN.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (distance === undefined || nickname === undefined) throw invalidPageToken();
  return { distance: Number(distance), nickname };
}
