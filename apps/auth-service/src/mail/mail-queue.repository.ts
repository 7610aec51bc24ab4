import { first, fragment, now, type Selectable, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { db, type NewRow } from '../database.js';
import type { EmailPurpose } from '../email-tokens/email-tokens.repository.js';
import type { OutgoingMails } from '../tables.gen.js';

export interface QueuedMail extends Pick<Selectable<OutgoingMails>, 'id' | 'email' | 'requestedAt'> {
  purpose: EmailPurpose;
}

/** A mail that a dispatcher has claimed is hidden from the others for so long; sending it takes less. */
const LEASE_SECONDS = 240;
/** The delay between attempts doubles each time, up to this. */
const MAX_DELAY_SECONDS = 600;

@Injectable()
export class MailQueueRepository {
  /** Does nothing where a mail for that purpose already waits for the address. */
  async add(sql: Sql, email: string, purpose: EmailPurpose): Promise<void> {
    const mail: NewRow<'outgoingMails', 'requestedAt' | 'attempts' | 'sendAfter'> = { id: uuidv7(), email, purpose };
    await sql.run(
      db
        .insertInto('outgoingMails')
        .values(mail)
        .onConflict((existing) => existing.doNothing()),
    );
  }

  /** Leases up to `limit` due mails. One that is neither deleted nor put off before the lease ends is due again. */
  claim(sql: Sql, limit: number): Promise<QueuedMail[]> {
    const due = db
      .selectFrom('outgoingMails')
      .select('id')
      .where('sendAfter', '<=', now())
      .orderBy('sendAfter')
      .limit(limit)
      .forUpdate()
      .skipLocked();
    return sql.run(
      db
        .updateTable('outgoingMails')
        .set((mail) => ({ attempts: mail('attempts', '+', 1), sendAfter: now({ seconds: LEASE_SECONDS }) }))
        .where('id', 'in', due)
        .returning(['id', 'email', 'purpose', 'requestedAt'])
        .$narrowType<{ purpose: EmailPurpose }>(),
    );
  }

  async retryLater(sql: Sql, id: string): Promise<void> {
    await sql.run(
      db
        .updateTable('outgoingMails')
        .set((mail) => {
          const delaySeconds = fragment`least(power(2, least(${mail.ref('attempts')}, 20)), ${MAX_DELAY_SECONDS})`;
          return { sendAfter: fragment<Date>`now() + make_interval(secs => ${delaySeconds})` };
        })
        .where('id', '=', id),
    );
  }

  async count(sql: Sql): Promise<number> {
    const row = await first(
      sql,
      db.selectFrom('outgoingMails').select((mail) => mail.fn.countAll<string>().as('mails')),
    );
    return Number(row?.mails);
  }

  async deleteAll(sql: Sql, email: string): Promise<void> {
    await sql.run(db.deleteFrom('outgoingMails').where('email', '=', email));
  }

  async delete(sql: Sql, id: string): Promise<void> {
    await sql.run(db.deleteFrom('outgoingMails').where('id', '=', id));
  }
}
