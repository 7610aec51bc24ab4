import { Injectable } from '@nestjs/common';
import { Database, raw, type Transaction } from '@messenger/database';
import type { EventContext } from '@messenger/events';

/** Makes an event's effect happen once, however often the broker delivers it. */
@Injectable()
export class Inbox {
  constructor(private readonly database: Database) {}

  /** Commits `effect` together with the event's id; does nothing where that id is known. */
  async once(event: EventContext, effect: (transaction: Transaction) => Promise<void>): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const fresh = await transaction.run(
        raw(`INSERT INTO inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING event_id`, [event.id]),
      );
      if (fresh.length > 0) await effect(transaction);
    });
  }
}
