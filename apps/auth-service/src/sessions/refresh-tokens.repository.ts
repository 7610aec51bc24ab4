import { clockTimestamp, first, now, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';
import { isActive } from './active-session.js';

/** A refresh token that a client has presented, with its session. */
export interface PresentedToken {
  sessionId: string;
  userId: string;
  authenticatedAt: Date;
  /** Whether the session is active. */
  active: boolean;
  replaced: boolean;
  /** Whether the token was replaced so recently that its successor may be handed out again. */
  inGracePeriod: boolean;
  sealedSuccessor: Buffer | null;
}

/** A client that has not received the answer to a refresh may repeat it for so long. */
const GRACE_PERIOD_SECONDS = 10;

@Injectable()
export class RefreshTokensRepository {
  async insert(sql: Sql, sessionId: string, hash: Buffer): Promise<void> {
    await sql.run(db.insertInto('refreshTokens').values({ sessionId, hash }));
  }

  /** Locks the token and its session: concurrent refreshes of one session run one after the other. */
  lock(sql: Sql, hash: Buffer): Promise<PresentedToken | undefined> {
    const graceBegin = clockTimestamp({ seconds: -GRACE_PERIOD_SECONDS });
    return first(
      sql,
      db
        .selectFrom('refreshTokens')
        .innerJoin('sessions', 'sessions.id', 'refreshTokens.sessionId')
        .select(['sessions.id as sessionId', 'sessions.userId', 'sessions.authenticatedAt'])
        .select((session) => isActive(session).as('active'))
        .select((token) => {
          const replaced = token('refreshTokens.replacedAt', 'is not', null);
          const inGracePeriod = token.and([replaced, token('refreshTokens.replacedAt', '>', graceBegin)]);
          return [
            replaced.$castTo<boolean>().as('replaced'),
            inGracePeriod.$castTo<boolean>().as('inGracePeriod'),
            'refreshTokens.sealedSuccessor',
          ];
        })
        .where('refreshTokens.hash', '=', hash)
        .forUpdate(['sessions', 'refreshTokens']),
    );
  }

  /** Whether it is the token that its session is refreshed with now. */
  async isCurrent(sql: Sql, hash: Buffer): Promise<boolean> {
    const rows = await sql.run(
      db.selectFrom('refreshTokens').select('hash').where('hash', '=', hash).where('replacedAt', 'is', null),
    );
    return rows.length > 0;
  }

  async replace(sql: Sql, hash: Buffer, sealedSuccessor: Buffer): Promise<void> {
    await sql.run(
      db.updateTable('refreshTokens').set({ replacedAt: clockTimestamp(), sealedSuccessor }).where('hash', '=', hash),
    );
  }

  /** Erases the sealed successors of tokens whose grace period is over. */
  async eraseSuccessors(sql: Sql): Promise<void> {
    await sql.run(
      db
        .updateTable('refreshTokens')
        .set({ sealedSuccessor: null })
        .where('sealedSuccessor', 'is not', null)
        .where('replacedAt', '<', now({ seconds: -GRACE_PERIOD_SECONDS })),
    );
  }
}
