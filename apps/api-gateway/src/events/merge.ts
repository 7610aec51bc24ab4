import { LOGS, type LogName } from '@messenger/events';
import type { ListEventsResponse, LoggedEvent } from '@messenger/proto';
import { byLog, type Positions } from './event-cursor.js';
import { CursorExpiredError } from './events.errors.js';

/** The page that each service has answered with. */
export type LogPages = Record<LogName, ListEventsResponse>;

/** An event, and the positions in all logs after it. */
export interface MergedEvent {
  event: LoggedEvent;
  positions: Positions;
}

export interface MergedPage {
  events: MergedEvent[];
  /** After the page; of a log that has been read to its end, the position of its head. */
  positions: Positions;
  hasMore: boolean;
}

/**
 * Up to `limit` events of all logs: each log in its own order, and always the oldest of their next events first.
 *
 * @throws CursorExpiredError where events after a position were deleted, or are lost
 */
export function mergeLogs(pages: LogPages, after: Positions, limit: number): MergedPage {
  for (const log of LOGS) {
    // Beyond the head: the database was restored, and has lost what the cursor has seen.
    if (pages[log].expired || after[log] > pages[log].headPosition) throw new CursorExpiredError();
  }
  const queues = byLog((log) => [...pages[log].events]);
  const events: MergedEvent[] = [];
  let positions = after;
  while (events.length < limit) {
    const log = logOfOldest(queues);
    const event = log && queues[log].shift();
    if (event === undefined) break;
    positions = { ...positions, [log as LogName]: event.position };
    events.push({ event, positions });
  }
  const isAtEnd = byLog((log) => queues[log].length === 0 && !pages[log].hasMore);
  return {
    events,
    positions: byLog((log) => (isAtEnd[log] ? pages[log].headPosition : positions[log])),
    hasMore: !LOGS.every((log) => isAtEnd[log]),
  };
}

function logOfOldest(queues: Record<LogName, LoggedEvent[]>): LogName | undefined {
  const time = (log: LogName): number => queues[log][0]?.time?.getTime() ?? Infinity;
  const oldest = LOGS.reduce((one, other) => (time(other) < time(one) ? other : one));
  return queues[oldest].length > 0 ? oldest : undefined;
}
