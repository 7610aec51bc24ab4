import { ValidationFailedError } from '@messenger/errors';
import { LOGS, type LogName } from '@messenger/events';

/** A place in each of the logs. */
export type Positions = Record<LogName, number>;

const VERSION = 'v1';
const CURSOR = /^v1((?:\.\d{1,16}){3})$/;

/** Opaque to clients. */
export function encodeCursor(positions: Positions): string {
  const text = [VERSION, ...LOGS.map((log) => positions[log])].join('.');
  return Buffer.from(text).toString('base64url');
}

/** @throws ValidationFailedError naming `cursor` */
export function decodeCursor(cursor: string): Positions {
  const [, list = ''] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const [, ...numbers] = list.split('.').map(Number);
  const positions = byLog((_log, index) => numbers[index] ?? Number.NaN);
  // One text for one place: anything else was not written by us.
  if (encodeCursor(positions) !== cursor) throw invalidCursor();
  return positions;
}

export function invalidCursor(): ValidationFailedError {
  return new ValidationFailedError([{ field: 'cursor', message: 'cursor is not one that an answer has returned' }]);
}

export function byLog<T>(value: (log: LogName, index: number) => T): Record<LogName, T> {
  return Object.fromEntries(LOGS.map((log, index) => [log, value(log, index)])) as Record<LogName, T>;
}

/** In each log, whichever is further. */
export function furthest(one: Positions, other: Partial<Positions>): Positions {
  return byLog((log) => Math.max(one[log], other[log] ?? 0));
}
