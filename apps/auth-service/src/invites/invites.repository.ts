import { clockTimestamp, first, now, type KeysetPosition, type Selectable, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { ExpressionBuilder } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { db } from '../database.js';
import { COLUMNS, type DB, type Invites } from '../tables.gen.js';

export type InviteRow = Selectable<Invites>;

export interface NewInvite extends Pick<InviteRow, 'codeHash' | 'createdBy' | 'note' | 'maxUses'> {
  expiresInDays: number;
}

/** Ended ones are listed for so long. */
const RETENTION_DAYS = 30;

@Injectable()
export class InvitesRepository {
  /** Undefined, and nothing is written, where its maker has `limit` good ones. */
  insert(sql: Sql, { expiresInDays, ...invite }: NewInvite, limit: number): Promise<InviteRow | undefined> {
    const { codeHash, createdBy, note, maxUses } = invite;
    const row = db
      .selectNoFrom((eb) => [
        eb.cast<string>(eb.val(uuidv7()), 'uuid').as('id'),
        eb.val(codeHash).as('codeHash'),
        eb.cast<string>(eb.val(createdBy), 'uuid').as('createdBy'),
        eb.cast<string>(eb.val(note), 'text').as('note'),
        eb.cast<number>(eb.val(maxUses), 'integer').as('maxUses'),
        now({ days: expiresInDays }).as('expiresAt'),
      ])
      .where((eb) => eb(goodOnesOf(createdBy), '<', limit));
    return first(
      sql,
      db
        .insertInto('invites')
        .columns(['id', 'codeHash', 'createdBy', 'note', 'maxUses', 'expiresAt'])
        .expression(row)
        .returning(COLUMNS.invites),
    );
  }

  /** The newest first. */
  list(sql: Sql, createdBy: string, after: KeysetPosition | undefined, limit: number): Promise<InviteRow[]> {
    return sql.run(
      db
        .selectFrom('invites')
        .select(COLUMNS.invites)
        .where('createdBy', '=', createdBy)
        .$if(after !== undefined, (invites) =>
          invites.where((eb) =>
            eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(after?.time ?? new Date(0), after?.id ?? '')),
          ),
        )
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit),
    );
  }

  /** False where it is not one of that person. */
  async revoke(sql: Sql, createdBy: string, id: string): Promise<boolean> {
    const revoked = await sql.run(
      db
        .updateTable('invites')
        .set((invite) => ({ revokedAt: invite.fn.coalesce('revokedAt', now()) }))
        .where('id', '=', id)
        .where('createdBy', '=', createdBy)
        .returning('id'),
    );
    return revoked.length > 0;
  }

  find(sql: Sql, codeHash: Buffer): Promise<InviteRow | undefined> {
    return first(sql, db.selectFrom('invites').select(COLUMNS.invites).where('codeHash', '=', codeHash));
  }

  /** Uses it up by one, and resolves with its maker; undefined, and nothing is written, where it is not good. */
  async consume(sql: Sql, codeHash: Buffer): Promise<string | undefined> {
    const consumed = await first(
      sql,
      db
        .updateTable('invites')
        .set((invite) => ({ uses: invite('uses', '+', 1) }))
        .where('codeHash', '=', codeHash)
        .where(isGood)
        .returning('createdBy'),
    );
    return consumed?.createdBy;
  }

  /** Deletes up to `limit` that ended a while ago, and resolves with their number. */
  async deleteEnded(sql: Sql, limit: number): Promise<number> {
    const ended = db
      .selectFrom('invites')
      .select('id')
      .where('expiresAt', '<', now({ days: -RETENTION_DAYS }))
      .limit(limit);
    return (await sql.run(db.deleteFrom('invites').where('id', 'in', ended).returning('id'))).length;
  }
}

function isGood(invite: ExpressionBuilder<DB, 'invites'>) {
  return invite.and([
    invite('uses', '<', invite.ref('maxUses')),
    invite('revokedAt', 'is', null),
    invite('expiresAt', '>', clockTimestamp()),
  ]);
}

function goodOnesOf(createdBy: string) {
  return db
    .selectFrom('invites')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('createdBy', '=', createdBy)
    .where(isGood);
}
