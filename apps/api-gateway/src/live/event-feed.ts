import type { LogName } from '@messenger/events';
import type { Positions } from '../events/event-cursor.js';
import type { LoggedEvent } from '../events/logged-event.js';

/** Events of each log that are kept for those who read the log meanwhile: far more than arrive during one reading. */
const KEPT = 1_000;

/** An event as the broker has brought it. */
export interface HeardEvent {
  event: LoggedEvent;
  recipientIds: string[];
}

/** How an event follows those before it; `beyond a gap`: events between them have not been heard. */
export type Continuity = 'next' | 'repeat' | 'beyond a gap';

/** The end of a log, without a gap. Empty until something is heard. */
interface Tail {
  events: HeardEvent[];
  last: number;
}

/**
 * What this gateway hears of the logs: everybody's events, so that a jump in a log's positions is a gap.
 *
 * A reader of the log goes over to the feed where the two touch: at a position that the feed has gone past without a
 * gap. That place is the same for everyone, so nothing is kept for each connection.
 */
export class EventFeed {
  private readonly tails = new Map<LogName, Tail>();
  /** Grows with each break: what was read from a log before one does not touch what is heard after it. */
  era = 0;

  /** How far each log has been heard; a log that has been silent since the last break is left out. */
  get positions(): Partial<Positions> {
    return Object.fromEntries([...this.tails].map(([log, { last }]) => [log, last]));
  }

  continuityOf({ log, position }: LoggedEvent): Continuity {
    const tail = this.tails.get(log);
    // The first after a break: nothing was published between the break's end and it.
    if (tail === undefined || position === tail.last + 1) return 'next';
    return position <= tail.last ? 'repeat' : 'beyond a gap';
  }

  /** Keeps an event that is no repeat. One beyond a gap begins the tail anew. */
  add(heard: HeardEvent): void {
    const { log, position } = heard.event;
    const continues = this.continuityOf(heard.event) === 'next';
    const events = continues ? (this.tails.get(log)?.events ?? []) : [];
    events.push(heard);
    if (events.length > 2 * KEPT) events.splice(0, KEPT);
    this.tails.set(log, { events, last: position });
  }

  /** Events may have passed unheard: call as soon as events are heard again. */
  breakOff(): void {
    this.era += 1;
    this.tails.clear();
  }

  /** What has been heard for somebody after these positions, read in `era`; undefined where the log must be read again. */
  since(positions: Positions, userId: string, era: number): LoggedEvent[] | undefined {
    if (era !== this.era) return undefined;
    const tails = [...this.tails].map(([log, { events }]) => ({ events, after: positions[log] }));
    if (!tails.every(({ events, after }) => after + 1 >= (events[0]?.event.position ?? 0))) return undefined;
    return tails.flatMap(({ events, after }) =>
      events
        .filter(({ event, recipientIds }) => event.position > after && recipientIds.includes(userId))
        .map(({ event }) => event),
    );
  }
}
