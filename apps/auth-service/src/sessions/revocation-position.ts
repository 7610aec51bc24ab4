import { ValidationFailedError } from '@messenger/errors';
import { isUUID } from 'class-validator';
import type { RevocationPosition } from './sessions.repository.js';

/** ECMAScript has no later time. */
const MAX_TIME_MS = 8_640_000_000_000_000;

/** The token of the page after a row. */
export function encodePosition({ revokedAt, sessionId }: RevocationPosition): string {
  return `${revokedAt.getTime()}.${sessionId}`;
}

/** Undefined for the first page. @throws ValidationFailedError */
export function decodePosition(token: string): RevocationPosition | undefined {
  if (token === '') return undefined;
  const [time = '', sessionId = ''] = token.split('.');
  const isPosition = /^\d{1,16}$/.test(time) && Number(time) <= MAX_TIME_MS && isUUID(sessionId);
  if (!isPosition) throw new ValidationFailedError([{ field: 'pageToken', message: 'pageToken is not valid' }]);
  return { revokedAt: new Date(Number(time)), sessionId };
}
