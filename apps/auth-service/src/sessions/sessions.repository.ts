import { requestContext } from '@messenger/logging';
import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { ABSOLUTE_DAYS, MAX_ACCESS_TOKEN_LIFE, isLive } from './session-life.js';
import type { SessionEntity } from './session.entity.js';

/** Characters of a device's own name that are kept. */
const MAX_USER_AGENT = 256;

export interface RevokedSessionRow {
  sessionId: string;
  userId: string;
  revokedAt: Date;
}

const LIVE = isLive('sessions');
const REVOKED_ROW = `id AS "sessionId", user_id AS "userId", revoked_at AS "revokedAt"`;

@Injectable()
export class SessionsRepository {
  async insert(sql: Sql, userId: string): Promise<SessionEntity> {
    const expiresAt = new Date(Date.now() + ABSOLUTE_DAYS * 24 * 60 * 60 * 1_000);
    const { userAgent, ip } = device();
    const [session] = await sql.query<SessionEntity>(
      `INSERT INTO sessions (id, user_id, user_agent, ip, expires_at) VALUES ($1, $2, $3, $4, $5) RETURNING *`,
      [uuidv7(), userId, userAgent, ip, expiresAt],
    );
    return session as SessionEntity;
  }

  async touch(sql: Sql, id: string): Promise<void> {
    const { userAgent, ip } = device();
    await sql.query(
      `UPDATE sessions SET last_used_at = now(), user_agent = coalesce($2, user_agent), ip = coalesce($3, ip)
       WHERE id = $1`,
      [id, userAgent, ip],
    );
  }

  /** Whether the session is live; it stays so until the transaction has ended. */
  async lockLive(sql: Sql, id: string): Promise<boolean> {
    const live = await sql.query(`SELECT FROM sessions WHERE id = $1 AND ${LIVE} FOR SHARE`, [id]);
    return live.length > 0;
  }

  /** Last used first. */
  listLive(sql: Sql, userId: string): Promise<SessionEntity[]> {
    return sql.query<SessionEntity>(
      `SELECT id, user_agent AS "userAgent", ip, created_at AS "createdAt", last_used_at AS "lastUsedAt"
       FROM sessions WHERE user_id = $1 AND ${LIVE} ORDER BY last_used_at DESC, id DESC`,
      [userId],
    );
  }

  /** Nothing where it is not a live session of that user. */
  async revoke(sql: Sql, userId: string, id: string): Promise<RevokedSessionRow | undefined> {
    const [revoked] = await sql.query<RevokedSessionRow>(
      `UPDATE sessions SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND ${LIVE} RETURNING ${REVOKED_ROW}`,
      [id, userId],
    );
    return revoked;
  }

  revokeAllBut(sql: Sql, userId: string, id: string | null): Promise<RevokedSessionRow[]> {
    return sql.query<RevokedSessionRow>(
      `UPDATE sessions SET revoked_at = now()
       WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND ${LIVE} RETURNING ${REVOKED_ROW}`,
      [userId, id],
    );
  }

  /** Those whose access tokens may not have expired yet, newest first. */
  listRecentlyRevoked(sql: Sql): Promise<RevokedSessionRow[]> {
    return sql.query<RevokedSessionRow>(
      `SELECT ${REVOKED_ROW} FROM sessions WHERE revoked_at > now() - make_interval(secs => $1) ORDER BY revoked_at DESC`,
      [MAX_ACCESS_TOKEN_LIFE],
    );
  }

  /** Forgets the sessions that ended a while ago, with their tokens. */
  async deleteEnded(sql: Sql): Promise<void> {
    await sql.query(
      `DELETE FROM sessions WHERE expires_at < now() - interval '1 day' OR revoked_at < now() - interval '30 days'`,
    );
  }
}

/** The device as the gateway saw it. */
function device(): { userAgent: string | null; ip: string | null } {
  const context = requestContext.getStore();
  return { userAgent: context?.userAgent?.slice(0, MAX_USER_AGENT) ?? null, ip: context?.clientIp ?? null };
}
