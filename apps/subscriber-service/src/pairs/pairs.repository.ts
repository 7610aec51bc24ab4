import { first, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { COLUMNS } from '../tables.gen.js';
import { wasRequested, type Pair, type PairKey, type RequestedPair } from './pair.js';

@Injectable()
export class PairsRepository {
  async find(sql: Sql, key: PairKey): Promise<Pair | undefined> {
    return first(sql, pairByKey(key));
  }

  async lock(sql: Sql, key: PairKey): Promise<Pair | undefined> {
    return first(sql, pairByKey(key).forUpdate());
  }

  /** Inserts the row where there is none. An existing one is locked by an update that changes nothing. */
  async lockOrInsert(sql: Sql, { userLow, userHigh }: PairKey): Promise<Pair> {
    const pair = await first(
      sql,
      db
        .insertInto('pairs')
        .values({ userLow, userHigh })
        .onConflict((conflict) =>
          conflict.columns(['userLow', 'userHigh']).doUpdateSet((eb) => ({ version: eb.ref('pairs.version') })),
        )
        .returning(COLUMNS.pairs),
    );
    if (pair === undefined) throw new Error('An upsert has returned no row');
    return pair;
  }

  async lockByRequest(sql: Sql, requestId: string): Promise<RequestedPair | undefined> {
    const pair = await first(
      sql,
      db.selectFrom('pairs').select(COLUMNS.pairs).where('requestId', '=', requestId).forUpdate(),
    );
    return pair !== undefined && wasRequested(pair) ? pair : undefined;
  }

  /** Writes every column of a locked pair that may change. Returns the pair in its next version. */
  async save<P extends Pair>(sql: Sql, changed: P): Promise<P> {
    const pair = { ...changed, version: changed.version + 1 };
    // PostgreSQL generates the recipient.
    const { userLow, userHigh, recipientId: _recipientId, ...columns } = pair as Pair;
    await sql.run(db.updateTable('pairs').set(columns).where('userLow', '=', userLow).where('userHigh', '=', userHigh));
    return pair;
  }
}

function pairByKey({ userLow, userHigh }: PairKey) {
  return db.selectFrom('pairs').select(COLUMNS.pairs).where('userLow', '=', userLow).where('userHigh', '=', userHigh);
}
