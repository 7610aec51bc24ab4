import type { Transaction } from '@messenger/database';
import type { EventEnvelope, EventType } from '@messenger/events';
import { Injectable } from '@nestjs/common';
import { CommittedEvents } from './committed-events.js';
import { toPendingEvent, type NewEvent, type PendingEvent } from './new-event.js';
import { appendToLog, lockLog, type LogPosition } from './outbox.repository.js';

/** Publishes what a transaction has changed to the other services and the gateways. */
@Injectable()
export class Outbox {
  private readonly pending = new WeakMap<Transaction, PendingEvent[]>();

  constructor(private readonly committed: CommittedEvents) {}

  /** The event is written with the commit, so its place in the log follows every lock that the transaction holds. */
  add<T extends EventType>(transaction: Transaction, event: NewEvent<T>): void {
    const events = this.pending.get(transaction);
    if (events === undefined) this.begin(transaction, [toPendingEvent(event)]);
    else events.push(toPendingEvent(event));
  }

  private begin(transaction: Transaction, events: PendingEvent[]): void {
    this.pending.set(transaction, events);
    transaction.runLast({ build: lockLog, onCommit: () => undefined });
    transaction.runLast<LogPosition>({
      build: () => appendToLog(events),
      onCommit: ([place]) => {
        if (place !== undefined) this.committed.publish(events.map((event, index) => envelopeOf(event, place, index)));
      },
    });
  }
}

function envelopeOf({ payload, ...event }: PendingEvent, { first, time }: LogPosition, index: number): EventEnvelope {
  return { ...event, payload: payload(), time, position: first + index };
}
