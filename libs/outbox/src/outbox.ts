import type { Transaction } from '@messenger/database';
import type { EventType } from '@messenger/events';
import { Injectable } from '@nestjs/common';
import { OutboxSignal } from './outbox-signal.js';
import { appendToOutbox, type NewEvent } from './outbox.repository.js';

/** Tells the other services what a transaction has changed. */
@Injectable()
export class Outbox {
  private readonly events = new WeakMap<Transaction, NewEvent[]>();

  constructor(private readonly signal: OutboxSignal) {}

  /** The event is written with the commit, so its place in the log follows every lock that the transaction holds. */
  add<T extends EventType>(transaction: Transaction, newEvent: NewEvent<T>): void {
    const event = newEvent as unknown as NewEvent;
    const events = this.events.get(transaction);
    if (events === undefined) this.begin(transaction, event);
    else events.push(event);
  }

  private begin(transaction: Transaction, event: NewEvent): void {
    const events = [event];
    this.events.set(transaction, events);
    transaction.runBeforeCommit(() => appendToOutbox(events));
    transaction.onCommit(() => this.signal.notify());
  }
}
