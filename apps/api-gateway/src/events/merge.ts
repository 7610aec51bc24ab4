import { LOGS, type LogName } from '@messenger/events';
import type { ListEventsResponse, LoggedEvent } from '@messenger/proto';
import { byLog, invalidCursor, type Positions } from './event-cursor.js';
import { CursorExpiredError } from './events.errors.js';

/** What each service has answered. */
export type Stretches = Record<LogName, ListEventsResponse>;

/** An event of the merged log, and where one is in all of them after it. */
export interface Step {
  event: LoggedEvent;
  positions: Positions;
}

export interface MergedPage {
  steps: Step[];
  /** Where one is after the page: at the head of each log that has been read to its end. */
  positions: Positions;
  hasMore: boolean;
}

/**
 * Up to `limit` events of all logs, each log in its own order; among them the one whose next event is the oldest first.
 *
 * @throws ValidationFailedError where a position is none of its log's, CursorExpiredError where there may be a gap
 */
export function mergeLogs(stretches: Stretches, after: Positions, limit: number): MergedPage {
  for (const log of LOGS) {
    if (after[log] > stretches[log].headPosition) throw invalidCursor();
    if (stretches[log].expired) throw new CursorExpiredError();
  }
  const queues = byLog((log) => [...stretches[log].events]);
  const steps: Step[] = [];
  let positions = after;
  while (steps.length < limit) {
    const log = logOfOldest(queues);
    const event = log && queues[log].shift();
    if (event === undefined) break;
    positions = { ...positions, [log as LogName]: event.position };
    steps.push({ event, positions });
  }
  const isRead = byLog((log) => queues[log].length === 0 && !stretches[log].hasMore);
  return {
    steps,
    positions: byLog((log) => (isRead[log] ? stretches[log].headPosition : positions[log])),
    hasMore: !LOGS.every((log) => isRead[log]),
  };
}

function logOfOldest(queues: Record<LogName, LoggedEvent[]>): LogName | undefined {
  const time = (log: LogName): number => queues[log][0]?.time?.getTime() ?? Infinity;
  const oldest = LOGS.reduce((one, other) => (time(other) < time(one) ? other : one));
  return queues[oldest].length > 0 ? oldest : undefined;
}
