import { Injectable } from '@nestjs/common';
import { Transactions, type Transaction } from '../outbox/transactions.js';
import type { EventContext } from '../rabbitmq/event-context.js';

/** Makes an event's effect happen once, however often the broker delivers it. */
@Injectable()
export class Inbox {
  constructor(private readonly transactions: Transactions) {}

  /** Commits `effect` together with the event's id; does nothing where that id is known. */
  async once(event: EventContext, effect: (transaction: Transaction) => Promise<void>): Promise<void> {
    await this.transactions.run(async (transaction) => {
      const fresh = await transaction.query(
        `INSERT INTO inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING event_id`,
        [event.id],
      );
      if (fresh.length > 0) await effect(transaction);
    });
  }
}
