import { ValidationFailedError } from '@messenger/errors';
import { isUUID } from 'class-validator';

/**
 * The last row of a page, by which the next one begins: (time, id) is unique, so rows of equal times are neither
 * skipped nor repeated. Times are kept to the millisecond in the tables that are paged so.
 */
export interface KeysetPosition {
  time: Date;
  id: string;
}

export interface Page<T> {
  items: T[];
  /** "" at the end. */
  nextPageToken: string;
}

export const DEFAULT_PAGE_SIZE = 20;

/** The end of the year 9999: later ones are written in another form, which PostgreSQL does not read. */
const MAX_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

export function encodePageToken({ time, id }: KeysetPosition): string {
  return Buffer.from(`${time.getTime()}.${id}`).toString('base64url');
}

/** @throws ValidationFailedError naming `pageToken` */
export function decodePageToken(token: string | undefined): KeysetPosition | undefined {
  if (token === undefined || token === '') return undefined;
  const [millis = '', id = '', ...rest] = Buffer.from(token, 'base64url').toString().split('.');
  if (!/^\d{1,15}$/.test(millis) || Number(millis) > MAX_TIME_MS || !isUUID(id) || rest.length > 0) {
    throw invalidPageToken();
  }
  return { time: new Date(Number(millis)), id };
}

export function invalidPageToken(): ValidationFailedError {
  return new ValidationFailedError([{ field: 'pageToken', message: 'pageToken is not one that a page has returned' }]);
}

/** Cuts a page of `pageSize` from rows that were asked for with one more than that. */
export function keysetPage<T>(rows: T[], pageSize: number, positionOf: (row: T) => KeysetPosition): Page<T> {
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  const more = rows.length > pageSize && last !== undefined;
  return { items, nextPageToken: more ? encodePageToken(positionOf(last)) : '' };
}
