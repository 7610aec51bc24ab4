import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { wasAsked, type AskedPair, type Pair, type PairKey, type PairState } from './pair.js';

interface PairRow {
  low: string;
  high: string;
  state: PairState;
  requestId: string | null;
  requesterId: string | null;
  recipientId: string | null;
  requestedAt: Date | null;
  since: Date | null;
  declinedAt: Date | null;
  lowBlockedAt: Date | null;
  highBlockedAt: Date | null;
  /** A bigint comes as a text. */
  version: string;
}

const COLUMNS = `user_low AS low, user_high AS high, state, request_id AS "requestId", requester AS "requesterId",
  recipient AS "recipientId", requested_at AS "requestedAt", since, declined_at AS "declinedAt",
  low_blocked_at AS "lowBlockedAt", high_blocked_at AS "highBlockedAt", version`;

@Injectable()
export class PairsRepository {
  async find(sql: Sql, { low, high }: PairKey): Promise<Pair | undefined> {
    return one(
      await sql.query<PairRow>(`SELECT ${COLUMNS} FROM pairs WHERE user_low = $1 AND user_high = $2`, [low, high]),
    );
  }

  async lock(sql: Sql, { low, high }: PairKey): Promise<Pair | undefined> {
    return one(
      await sql.query<PairRow>(`SELECT ${COLUMNS} FROM pairs WHERE user_low = $1 AND user_high = $2 FOR UPDATE`, [
        low,
        high,
      ]),
    );
  }

  /** Makes the row where there is none. An update that changes nothing locks the one there is, and answers with it. */
  async lockOrMake(sql: Sql, { low, high }: PairKey): Promise<Pair> {
    const pair = one(
      await sql.query<PairRow>(
        `INSERT INTO pairs (user_low, user_high) VALUES ($1, $2)
         ON CONFLICT (user_low, user_high) DO UPDATE SET version = pairs.version
         RETURNING ${COLUMNS}`,
        [low, high],
      ),
    );
    if (pair === undefined) throw new Error('An upsert has answered with no row');
    return pair;
  }

  async lockByRequest(sql: Sql, requestId: string): Promise<AskedPair | undefined> {
    const pair = one(
      await sql.query<PairRow>(`SELECT ${COLUMNS} FROM pairs WHERE request_id = $1 FOR UPDATE`, [requestId]),
    );
    return pair !== undefined && wasAsked(pair) ? pair : undefined;
  }

  /** Writes a locked pair, and answers with it in its next version. */
  async save<P extends Pair>(sql: Sql, changed: P): Promise<P> {
    const pair = { ...changed, version: changed.version + 1 };
    await sql.query(
      `UPDATE pairs
       SET state = $3, request_id = $4, requester = $5, requested_at = $6, since = $7, declined_at = $8,
           low_blocked_at = $9, high_blocked_at = $10, version = $11
       WHERE user_low = $1 AND user_high = $2`,
      [
        ...[pair.low, pair.high, pair.state, pair.asking?.id, pair.asking?.requesterId, pair.asking?.createdAt],
        ...[pair.since, pair.declinedAt, pair.lowBlockedAt, pair.highBlockedAt, pair.version],
      ],
    );
    return pair;
  }
}

function one([row]: PairRow[]): Pair | undefined {
  if (row === undefined) return undefined;
  const { requestId: id, requesterId, recipientId, requestedAt: createdAt, version, ...pair } = row;
  const asked = id !== null && requesterId !== null && recipientId !== null && createdAt !== null;
  return {
    ...pair,
    asking: asked ? { id, requesterId, recipientId, createdAt } : null,
    version: Number(version),
  };
}
