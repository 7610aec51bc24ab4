import { compileOnce, first, unnest, type Sql, type Transaction } from '@messenger/database';
import { findErased } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { COLUMNS } from '../tables.gen.js';
import { PersonNotFoundError } from './pairs.errors.js';
import { wasRequested, type Pair, type PairKey, type RequestedPair } from './pair.js';

@Injectable()
export class PairsRepository {
  async find(sql: Sql, key: PairKey): Promise<Pair | undefined> {
    return first(sql, findPair(key));
  }

  /** Those that there are. */
  findEach(sql: Sql, keys: PairKey[]): Promise<Pair[]> {
    return sql.run(findPairs({ keys }));
  }

  async lock(sql: Sql, key: PairKey): Promise<Pair | undefined> {
    return first(sql, lockPair(key));
  }

  /**
   * Inserts the row where there is none. An existing one is locked by an update that changes nothing.
   *
   * @throws PersonNotFoundError where one of the two was erased
   */
  async lockOrInsert(transaction: Transaction, { userLow, userHigh }: PairKey): Promise<Pair> {
    if ((await findErased(transaction, [userLow, userHigh])).length > 0) throw new PersonNotFoundError();
    const pair = await first(
      transaction,
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

  /** Deletes every pair of a person, and resolves with them. */
  deleteAllOf(sql: Sql, userId: string): Promise<Pair[]> {
    return sql.run(
      db
        .deleteFrom('pairs')
        .where((pair) => pair.or([pair('userLow', '=', userId), pair('userHigh', '=', userId)]))
        .returning(COLUMNS.pairs),
    );
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

const PAIR_KEY = { userLow: 'uuid', userHigh: 'uuid' };

const findPairs = compileOnce(({ keys }: { keys: PairKey[] }) =>
  db
    .selectFrom(unnest('wanted', PAIR_KEY, keys))
    .innerJoin('pairs', (join) =>
      join.onRef('pairs.userLow', '=', 'wanted.userLow').onRef('pairs.userHigh', '=', 'wanted.userHigh'),
    )
    .selectAll('pairs'),
);

/** All but the key and the recipient, which PostgreSQL generates. */
function changeableColumns({ userLow: _low, userHigh: _high, recipientId: _recipientId, ...columns }: Pair) {
  return columns;
}
