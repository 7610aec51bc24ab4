import type { LogName } from '@messenger/events';
import type { DecodedEvent } from '../events/decoded-event.js';
import type { Positions } from '../events/event-cursor.js';

/** Events of each log that stay in memory: far more than arrive while a socket reads a page of the logs. */
const BUFFER_SIZE = 1_000;

/** An event of the feed, and the users whom it concerns. */
export interface AddressedEvent {
  event: DecodedEvent;
  recipientIds: string[];
}

/** The latest events of a log, none between them left out. */
interface RingBuffer {
  events: AddressedEvent[];
  lastPosition: number;
}

/**
 * The latest events of the services' feeds, of all users, each log's in its order.
 *
 * A socket that reads a log switches over to the feed at a position that the feed has passed without a gap. That
 * position is the same for all sockets, so the feed keeps no state of any of them.
 */
export class EventFeed {
  private readonly buffers = new Map<LogName, RingBuffer>();
  /** The position of the last event of each log; a log without an event since the last reset is missing. */
  positions: Readonly<Partial<Positions>> = {};
  /** Increases at each reset: a page read in an earlier epoch has no place in the feed. */
  epoch = 0;

  /** Appends the event that follows the last one of its log. */
  append(addressed: AddressedEvent): void {
    const { log, position } = addressed.event;
    const events = this.buffers.get(log)?.events ?? [];
    events.push(addressed);
    // In bulk: removing the oldest at each event would move all the others each time.
    if (events.length > 2 * BUFFER_SIZE) events.splice(0, BUFFER_SIZE);
    this.setBuffer(log, events, position);
  }

  /** Passes an event that nobody is sent. */
  passOver(log: LogName, position: number): void {
    this.setBuffer(log, this.buffers.get(log)?.events ?? [], position);
  }

  /** Events up to that position are missing: the log's buffer starts again behind it. */
  skipTo(log: LogName, position: number): void {
    this.setBuffer(log, [], position);
  }

  /** Drops everything, because events may have been missed: call it as soon as the broker delivers again. */
  reset(): void {
    this.epoch += 1;
    this.buffers.clear();
    this.positions = {};
  }

  /** The user's events after positions that were read in `epoch`; undefined where the logs must be read again. */
  eventsAfter(positions: Positions, userId: string, epoch: number): DecodedEvent[] | undefined {
    if (epoch !== this.epoch) return undefined;
    const buffers = [...this.buffers].map(([log, buffer]) => ({ ...buffer, after: positions[log] }));
    const meets = buffers.every(
      ({ events, lastPosition, after }) => after + 1 >= (events[0]?.event.position ?? lastPosition + 1),
    );
    if (!meets) return undefined;
    return buffers.flatMap(({ events, after }) =>
      events
        .filter(({ event, recipientIds }) => event.position > after && recipientIds.includes(userId))
        .map(({ event }) => event),
    );
  }

  private setBuffer(log: LogName, events: AddressedEvent[], lastPosition: number): void {
    this.buffers.set(log, { events, lastPosition });
    this.positions = { ...this.positions, [log]: lastPosition };
  }
}
