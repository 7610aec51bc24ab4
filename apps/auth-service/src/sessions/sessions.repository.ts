import { MAX_ACCESS_TOKEN_TTL_SECONDS } from '@messenger/authentication';
import { first, now, type Selectable, type Sql } from '@messenger/database';
import { requestContext } from '@messenger/logging';
import { Injectable } from '@nestjs/common';
import type { ExpressionBuilder } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { db, type NewRow } from '../database.js';
import { COLUMNS, type DB, type Sessions } from '../tables.gen.js';
import { isActive } from './active-session.js';
import { ABSOLUTE_LIFETIME_DAYS } from './session-lifetime.js';

/** Longer user agents are cut. */
const MAX_USER_AGENT_CHARS = 256;

export type SessionRow = Selectable<Sessions>;

export interface RevokedSessionRow {
  sessionId: string;
  userId: string;
  revokedAt: Date;
}

/** The last row of a page. */
export type RevocationPosition = Pick<RevokedSessionRow, 'revokedAt' | 'sessionId'>;

type FilledIn = 'authenticatedAt' | 'createdAt' | 'lastUsedAt' | 'revokedAt';

const LISTED_COLUMNS = ['id', 'userAgent', 'ip', 'createdAt', 'lastUsedAt'] as const;
const REVOKED_COLUMNS = ['id as sessionId', 'userId', 'revokedAt'] as const;

@Injectable()
export class SessionsRepository {
  async insert(sql: Sql, userId: string): Promise<SessionRow> {
    const { userAgent = null, ip = null } = requestingDevice();
    const expiresAt = now({ days: ABSOLUTE_LIFETIME_DAYS });
    const session: NewRow<'sessions', FilledIn> = { id: uuidv7(), userId, userAgent, ip, expiresAt };
    const [inserted] = await sql.run(db.insertInto('sessions').values(session).returning(COLUMNS.sessions));
    return inserted as SessionRow;
  }

  /** Notes the use, and the device that the request comes from as far as it is known. */
  async touch(sql: Sql, id: string): Promise<void> {
    const use = { lastUsedAt: now(), ...requestingDevice() };
    await sql.run(db.updateTable('sessions').set(use).where('id', '=', id));
  }

  /** Whether the session is active; if so, nobody revokes it until the transaction ends. */
  async lockIfActive(sql: Sql, id: string): Promise<boolean> {
    const active = await sql.run(
      db.selectFrom('sessions').select('id').where('id', '=', id).where(isActive).forShare(),
    );
    return active.length > 0;
  }

  /** The one used last comes first. */
  listActive(sql: Sql, userId: string): Promise<Pick<SessionRow, (typeof LISTED_COLUMNS)[number]>[]> {
    return sql.run(
      db
        .selectFrom('sessions')
        .select(LISTED_COLUMNS)
        .where('userId', '=', userId)
        .where(isActive)
        .orderBy('lastUsedAt', 'desc')
        .orderBy('id', 'desc'),
    );
  }

  async isSuspended(sql: Sql, userId: string): Promise<boolean> {
    const account = await first(sql, db.selectFrom('accounts').select('suspendedAt').where('id', '=', userId));
    return account !== undefined && account.suspendedAt !== null;
  }

  /** Undefined, and nothing is written, where it is not an active session of that user. */
  revoke(sql: Sql, userId: string, id: string): Promise<RevokedSessionRow | undefined> {
    return first(sql, revokeActive(userId).where('id', '=', id));
  }

  revokeAll(sql: Sql, userId: string): Promise<RevokedSessionRow[]> {
    return sql.run(revokeActive(userId));
  }

  revokeAllBut(sql: Sql, userId: string, id: string): Promise<RevokedSessionRow[]> {
    return sql.run(revokeActive(userId).where('id', '<>', id));
  }

  /** The sessions whose access tokens may still be valid, the newest first, from before a position on. */
  listRecentlyRevoked(sql: Sql, limit: number, before?: RevocationPosition): Promise<RevocationPosition[]> {
    const ofErased = db.selectFrom('erasedSessions').select(['id as sessionId', 'revokedAt']);
    const revoked = db.selectFrom('sessions').select(['id as sessionId', 'revokedAt']).unionAll(ofErased);
    return sql.run(
      db
        .selectFrom(revoked.as('revoked'))
        .select(['sessionId', 'revokedAt'])
        .where('revokedAt', '>', now({ seconds: -MAX_ACCESS_TOKEN_TTL_SECONDS }))
        .$if(before !== undefined, (sessions) =>
          sessions.where((row) =>
            row(
              row.refTuple('revokedAt', 'sessionId'),
              '<',
              row.tuple(before?.revokedAt ?? null, before?.sessionId ?? ''),
            ),
          ),
        )
        .orderBy('revokedAt', 'desc')
        .orderBy('sessionId', 'desc')
        .limit(limit)
        .$narrowType<{ revokedAt: Date }>(),
    );
  }

  /** Deletes up to `limit` refresh tokens of somebody's revoked sessions, and resolves with their number. */
  async deleteTokensOfRevoked(sql: Sql, userId: string, limit: number): Promise<number> {
    const revoked = db
      .selectFrom('refreshTokens')
      .innerJoin('sessions', 'sessions.id', 'refreshTokens.sessionId')
      .select('refreshTokens.hash')
      .where('sessions.userId', '=', userId)
      .where('sessions.revokedAt', 'is not', null)
      .limit(limit);
    const deleted = await sql.run(db.deleteFrom('refreshTokens').where('hash', 'in', revoked).returning('sessionId'));
    return deleted.length;
  }

  /** Deletes somebody's sessions, all of them revoked. The ids stay as long as their access tokens may be valid. */
  async eraseAll(sql: Sql, userId: string): Promise<void> {
    const revoked = db
      .selectFrom('sessions')
      .select(['id', 'revokedAt'])
      .where('userId', '=', userId)
      .where('revokedAt', '>', now({ seconds: -MAX_ACCESS_TOKEN_TTL_SECONDS }))
      .$narrowType<{ revokedAt: Date }>();
    await sql.run(db.insertInto('erasedSessions').columns(['id', 'revokedAt']).expression(revoked));
    await sql.run(db.deleteFrom('sessions').where('userId', '=', userId));
  }

  async deleteErased(sql: Sql): Promise<void> {
    await sql.run(
      db.deleteFrom('erasedSessions').where('revokedAt', '<', now({ seconds: -MAX_ACCESS_TOKEN_TTL_SECONDS })),
    );
  }

  /** Deletes up to `limit` refresh tokens of sessions that ended a while ago, and resolves with their number. */
  async deleteTokensOfEnded(sql: Sql, limit: number): Promise<number> {
    const ended = db
      .selectFrom('refreshTokens')
      .innerJoin('sessions', 'sessions.id', 'refreshTokens.sessionId')
      .select('refreshTokens.hash')
      .where(hasEndedLongAgo)
      .limit(limit);
    const deleted = await sql.run(db.deleteFrom('refreshTokens').where('hash', 'in', ended).returning('sessionId'));
    return deleted.length;
  }

  /** Deletes up to `limit` sessions that ended a while ago, and resolves with their number. */
  async deleteEnded(sql: Sql, limit: number): Promise<number> {
    const ended = db.selectFrom('sessions').select('sessions.id').where(hasEndedLongAgo).limit(limit);
    return (await sql.run(db.deleteFrom('sessions').where('id', 'in', ended).returning('id'))).length;
  }
}

function hasEndedLongAgo(session: ExpressionBuilder<DB, 'sessions'>) {
  return session.or([
    session('sessions.expiresAt', '<', now({ days: -1 })),
    session('sessions.revokedAt', '<', now({ days: -30 })),
  ]);
}

function revokeActive(userId: string) {
  return db
    .updateTable('sessions')
    .set({ revokedAt: now() })
    .where('userId', '=', userId)
    .where(isActive)
    .returning(REVOKED_COLUMNS)
    .$narrowType<{ revokedAt: Date }>();
}

/** The device behind the running request, as the gateway saw it. */
function requestingDevice(): { userAgent: string | undefined; ip: string | undefined } {
  const context = requestContext.getStore();
  return { userAgent: context?.userAgent?.slice(0, MAX_USER_AGENT_CHARS), ip: context?.clientIp };
}
