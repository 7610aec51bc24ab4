import { clockTimestamp, first, now, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { ExpressionBuilder } from 'kysely';
import { db } from '../database.js';
import type { DB } from '../tables.gen.js';
import { isActive } from './active-session.js';

/** A refresh token that a client has presented, with its session. */
export interface PresentedToken {
  sessionId: string;
  userId: string;
  authenticatedAt: Date;
  /** Whether the session is active. */
  active: boolean;
  replaced: boolean;
  /** Null where the token has no successor, or the successor was used too long ago to be handed out again. */
  sealedSuccessor: Buffer | null;
}

/** After the first use of a successor, its predecessor still gets it for so long: tabs of one device may share a token. */
const GRACE_PERIOD_SECONDS = 10;

@Injectable()
export class RefreshTokensRepository {
  async insert(sql: Sql, sessionId: string, hash: Buffer): Promise<void> {
    await sql.run(db.insertInto('refreshTokens').values({ sessionId, hash }));
  }

  /** Locks the token and its session: concurrent refreshes of one session run one after the other. */
  lock(sql: Sql, hash: Buffer): Promise<PresentedToken | undefined> {
    return first(
      sql,
      db
        .selectFrom('refreshTokens')
        .innerJoin('sessions', 'sessions.id', 'refreshTokens.sessionId')
        .select(['sessions.id as sessionId', 'sessions.userId', 'sessions.authenticatedAt'])
        .select((session) => isActive(session).as('active'))
        .select((token) => [
          token('refreshTokens.replacedAt', 'is not', null).$castTo<boolean>().as('replaced'),
          token
            .case()
            .when(isInGracePeriod(token, clockTimestamp))
            .then(token.ref('refreshTokens.sealedSuccessor'))
            .end()
            .as('sealedSuccessor'),
        ])
        .where('refreshTokens.hash', '=', hash)
        .forUpdate(['sessions', 'refreshTokens']),
    );
  }

  /**
   * Notes the first use of the session's current token: its predecessor's grace period begins, and the one before loses its
   * sealed successor. So at most two tokens of a session have one.
   */
  async markUsed(sql: Sql, sessionId: string): Promise<void> {
    await sql.run(
      db
        .updateTable('refreshTokens')
        .set((token) => ({
          sealedSuccessor: token.case().when('successorUsedAt', 'is', null).then(token.ref('sealedSuccessor')).end(),
          successorUsedAt: token.fn.coalesce('successorUsedAt', clockTimestamp()),
        }))
        .where('sessionId', '=', sessionId)
        .where('sealedSuccessor', 'is not', null),
    );
  }

  async replace(sql: Sql, hash: Buffer, sealedSuccessor: Buffer): Promise<void> {
    await sql.run(
      db.updateTable('refreshTokens').set({ replacedAt: clockTimestamp(), sealedSuccessor }).where('hash', '=', hash),
    );
  }

  /** Erases up to `limit` sealed successors of tokens whose grace period is over, and resolves with their number. */
  async eraseSuccessors(sql: Sql, limit: number): Promise<number> {
    const over = db
      .selectFrom('refreshTokens')
      .select('hash')
      .where('sealedSuccessor', 'is not', null)
      .where((token) => token.not(isInGracePeriod(token, now)))
      .limit(limit);
    const erased = db.updateTable('refreshTokens').set({ sealedSuccessor: null }).where('hash', 'in', over);
    return (await sql.run(erased.returning('sessionId'))).length;
  }
}

function isInGracePeriod(token: ExpressionBuilder<DB, 'refreshTokens'>, clock: typeof now) {
  return token.or([
    token('refreshTokens.successorUsedAt', 'is', null),
    token('refreshTokens.successorUsedAt', '>', clock({ seconds: -GRACE_PERIOD_SECONDS })),
  ]);
}
