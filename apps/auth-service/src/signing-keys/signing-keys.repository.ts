import { first, now, type Sql } from '@messenger/database';
import type { JsonWebKey } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import type { ExpressionBuilder, UpdateObject } from 'kysely';
import { db, type NewRow } from '../database.js';
import type { DB } from '../tables.gen.js';
import type { SealedKey, SigningKeyState } from './signing-key.js';

export interface SigningKeyRow extends SealedKey {
  state: SigningKeyState;
}

/** The lifetime of an access token, 30 s in which an instance may still sign with the old key, and 4.5 min of clock skew. */
const PUBLISHED_AFTER_RETIREMENT_MINUTES = 20;

@Injectable()
export class SigningKeysRepository {
  /** The keys that a valid token may name now or soon: the active one, then the next, then retired ones. */
  findPublished(sql: Sql): Promise<SigningKeyRow[]> {
    return sql.run(
      db
        .selectFrom('signingKeys')
        .select((key) => [
          'kid',
          'sealedPrivateKey',
          key.ref('state').$castTo<SigningKeyState>().as('state'),
          key.ref('publicJwk').$castTo<JsonWebKey>().as('publicJwk'),
        ])
        .where((key) => key.not(isWithdrawn(key)))
        .orderBy('state')
        .orderBy('retiredAt', 'desc'),
    );
  }

  /** Does nothing where another instance has inserted a key of that state before. */
  async insert(sql: Sql, { kid, publicJwk, sealedPrivateKey }: SealedKey, state: SigningKeyState): Promise<void> {
    const key: NewRow<'signingKeys', 'createdAt' | 'retiredAt'> = {
      ...{ kid, state, sealedPrivateKey },
      publicJwk: { ...publicJwk },
    };
    await sql.run(
      db
        .insertInto('signingKeys')
        .values(key)
        .onConflict((existing) => existing.doNothing()),
    );
  }

  /** Waits for a rotation in progress. What it has committed is visible to the transaction's next statement. */
  async lockRotation(sql: Sql): Promise<void> {
    await sql.run(
      db.selectNoFrom((eb) =>
        eb.fn('pg_advisory_xact_lock', [eb.fn('hashtext', [eb.val('rotate signing keys')])]).as('locked'),
      ),
    );
  }

  async wasRotatedWithin(sql: Sql, seconds: number): Promise<boolean> {
    const recent = await sql.run(
      db
        .selectFrom('signingKeys')
        .select('kid')
        .where('retiredAt', '>', now({ seconds: -seconds })),
    );
    return recent.length > 0;
  }

  /** Resolves with the key's id. */
  retireActive(sql: Sql): Promise<string> {
    return this.update(sql, 'active', { state: 'retired', retiredAt: now() });
  }

  /** Resolves with the key's id. */
  activateNext(sql: Sql): Promise<string> {
    return this.update(sql, 'next', { state: 'active' });
  }

  async deleteRetired(sql: Sql): Promise<void> {
    await sql.run(db.deleteFrom('signingKeys').where(isWithdrawn));
  }

  /** Resolves with their ids. */
  async deleteAll(sql: Sql): Promise<string[]> {
    const deleted = await sql.run(db.deleteFrom('signingKeys').returning('kid'));
    return deleted.map(({ kid }) => kid);
  }

  private async update(sql: Sql, from: SigningKeyState, change: UpdateObject<DB, 'signingKeys'>): Promise<string> {
    const key = await first(sql, db.updateTable('signingKeys').set(change).where('state', '=', from).returning('kid'));
    if (key === undefined) throw new Error(`There is no ${from} signing key: has auth-service ever run?`);
    return key.kid;
  }
}

/** Whether the key was retired so long ago that no valid token names it. */
function isWithdrawn(key: ExpressionBuilder<DB, 'signingKeys'>) {
  return key.and([
    key('state', '=', 'retired'),
    key('retiredAt', '<', now({ minutes: -PUBLISHED_AFTER_RETIREMENT_MINUTES })),
  ]);
}
