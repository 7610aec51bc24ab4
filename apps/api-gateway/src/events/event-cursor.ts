import { ValidationFailedError } from '@messenger/errors';
import { LOGS, type LogName } from '@messenger/events';

/** A position in each of the logs: that of the last event read. */
export type Positions = Record<LogName, number>;

const VERSION = 'v1';
const CURSOR = /^v1((?:\.\d{1,16}){3})$/;

/** A cursor is opaque to clients. */
export function encodeCursor(positions: Positions): string {
  let text = VERSION;
  for (const log of LOGS) text += `.${positions[log]}`;
  return Buffer.from(text).toString('base64url');
}

/** @throws ValidationFailedError naming `cursor` */
export function decodeCursor(cursor: string): Positions {
  const [, list = ''] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const [, ...numbers] = list.split('.').map(Number);
  const positions = byLog((_log, index) => numbers[index] ?? Number.NaN);
  // Each cursor has one spelling: any other was not made by encodeCursor.
  if (encodeCursor(positions) !== cursor || !Object.values(positions).every(Number.isSafeInteger))
    throw invalidCursor();
  return positions;
}

export function invalidCursor(): ValidationFailedError {
  return new ValidationFailedError([{ field: 'cursor', message: 'cursor is not one that an answer has returned' }]);
}

export function byLog<T>(value: (log: LogName, index: number) => T): Record<LogName, T> {
  return Object.fromEntries(LOGS.map((log, index) => [log, value(log, index)])) as Record<LogName, T>;
}

/** The higher position of the two in each log. */
export function furthest(one: Positions, other: Partial<Positions>): Positions {
  const further: Positions = { ...one };
  for (const log of LOGS) further[log] = Math.max(one[log], other[log] ?? 0);
  return further;
}
