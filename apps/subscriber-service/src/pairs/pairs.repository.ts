import { compileOnce, first, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { COLUMNS } from '../tables.gen.js';
import { wasRequested, type Pair, type PairKey, type RequestedPair } from './pair.js';

@Injectable()
export class PairsRepository {
  async find(sql: Sql, key: PairKey): Promise<Pair | undefined> {
    return first(sql, findPair(key));
  }

  async lock(sql: Sql, key: PairKey): Promise<Pair | undefined> {
    return first(sql, lockPair(key));
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
    const pair = await first(sql, PAIRS.where('requestId', '=', requestId).forUpdate());
    return pair !== undefined && wasRequested(pair) ? pair : undefined;
  }

  /** Writes every column of a locked pair that may change. Returns the pair in its next version. */
  async save<P extends Pair>(sql: Sql, changed: P): Promise<P> {
    const pair = { ...changed, version: changed.version + 1 };
    const { userLow, userHigh } = pair;
    await sql.run(
      db
        .updateTable('pairs')
        .set(changeableColumns(pair))
        .where('userLow', '=', userLow)
        .where('userHigh', '=', userHigh),
    );
    return pair;
  }
}

const PAIRS = db.selectFrom('pairs').select(COLUMNS.pairs);

const findPair = compileOnce(({ userLow, userHigh }: PairKey) =>
  PAIRS.where('userLow', '=', userLow).where('userHigh', '=', userHigh),
);
const lockPair = compileOnce(({ userLow, userHigh }: PairKey) =>
  PAIRS.where('userLow', '=', userLow).where('userHigh', '=', userHigh).forUpdate(),
);

/** All but the key and the recipient, which PostgreSQL generates. */
function changeableColumns({ userLow: _low, userHigh: _high, recipientId: _recipientId, ...columns }: Pair) {
  return columns;
}
