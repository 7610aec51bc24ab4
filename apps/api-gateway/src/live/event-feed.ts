import type { LogName } from '@messenger/events';
import type { DecodedEvent } from '../events/decoded-event.js';
import type { Positions } from '../events/event-cursor.js';

/** Events of each log that stay in memory: far more than arrive while a socket reads a page of the logs. */
const BUFFER_SIZE = 1_000;

/** An event from the broker, and the users whom it concerns. */
export interface FeedEvent {
  event: DecodedEvent;
  recipientIds: string[];
}

/** How an event follows the last one of its log; `gap`: the broker did not deliver the events between them. */
export type Sequence = 'next' | 'duplicate' | 'gap';

/** The latest events of a log, at consecutive positions. */
interface RingBuffer {
  events: FeedEvent[];
  lastPosition: number;
}

/**
 * The latest events that the broker has delivered, of all users: only then does a jump of a log's positions prove a gap.
 *
 * A socket that reads a log switches over to the feed at a position that the feed has passed without a gap. That
 * position is the same for all sockets, so the feed keeps no state of any of them.
 */
export class EventFeed {
  private readonly buffers = new Map<LogName, RingBuffer>();
  /** Increases at each reset: a page read in an earlier epoch has no place in the feed. */
  epoch = 0;

  /** The position of the last event of each log; a log without an event since the last reset is missing. */
  get positions(): Partial<Positions> {
    return Object.fromEntries([...this.buffers].map(([log, { lastPosition }]) => [log, lastPosition]));
  }

  sequenceOf({ log, position }: DecodedEvent): Sequence {
    const buffer = this.buffers.get(log);
    // The first event after a reset: the broker has delivered everything published since.
    if (buffer === undefined || position === buffer.lastPosition + 1) return 'next';
    return position <= buffer.lastPosition ? 'duplicate' : 'gap';
  }

  /** Appends an event that is no duplicate. After a gap the log's buffer starts again. */
  append(feedEvent: FeedEvent): void {
    const { log, position } = feedEvent.event;
    const isNext = this.sequenceOf(feedEvent.event) === 'next';
    const events = isNext ? (this.buffers.get(log)?.events ?? []) : [];
    events.push(feedEvent);
    // In bulk: removing the oldest at each event would move all the others each time.
    if (events.length > 2 * BUFFER_SIZE) events.splice(0, BUFFER_SIZE);
    this.buffers.set(log, { events, lastPosition: position });
  }

  /** Drops everything, because events may have been missed: call it as soon as the broker delivers again. */
  reset(): void {
    this.epoch += 1;
    this.buffers.clear();
  }

  /** The user's events after positions that were read in `epoch`; undefined where the logs must be read again. */
  eventsAfter(positions: Positions, userId: string, epoch: number): DecodedEvent[] | undefined {
    if (epoch !== this.epoch) return undefined;
    const buffers = [...this.buffers].map(([log, { events }]) => ({ events, after: positions[log] }));
    if (!buffers.every(({ events, after }) => after + 1 >= (events[0]?.event.position ?? 0))) return undefined;
    return buffers.flatMap(({ events, after }) =>
      events
        .filter(({ event, recipientIds }) => event.position > after && recipientIds.includes(userId))
        .map(({ event }) => event),
    );
  }
}
