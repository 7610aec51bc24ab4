import type { Sql } from '@messenger/database';
import type { LoggedEventRow } from './event-log.repository.js';

export const PAYLOAD_READER = Symbol('PAYLOAD_READER');

/** Makes the payloads of events whose rows only refer to what they are about. */
export interface PayloadReader {
  /** The same events in the same order, each with its payload. */
  read(sql: Sql, events: LoggedEventRow[]): Promise<LoggedEventRow[]>;
}
