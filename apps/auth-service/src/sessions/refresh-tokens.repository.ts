import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { isLive } from './session-life.js';

/** A refresh token as it was presented, with the session it belongs to. */
export interface PresentedToken {
  sessionId: string;
  userId: string;
  authenticatedAt: Date;
  /** Neither revoked, nor expired, nor idle for too long. */
  live: boolean;
  replaced: boolean;
  /** Whether its sealed successor may still be handed out. */
  inGrace: boolean;
  sealedSuccessor: Buffer | null;
}

/** Seconds in which the token just replaced is answered with the very same successor. */
const GRACE = 10;

@Injectable()
export class RefreshTokensRepository {
  async insert(sql: Sql, sessionId: string, hash: Buffer): Promise<void> {
    await sql.query(`INSERT INTO refresh_tokens (session_id, hash) VALUES ($1, $2)`, [sessionId, hash]);
  }

  /** Locks the token and its session: concurrent uses of one lineage come one behind the other. */
  async lock(sql: Sql, hash: Buffer): Promise<PresentedToken | undefined> {
    const [token] = await sql.query<PresentedToken>(
      `SELECT s.id AS "sessionId", s.user_id AS "userId", s.authenticated_at AS "authenticatedAt",
              ${isLive('s')} AS live,
              t.replaced_at IS NOT NULL AS replaced,
              coalesce(t.replaced_at > clock_timestamp() - make_interval(secs => $2), false) AS "inGrace",
              t.sealed_successor AS "sealedSuccessor"
       FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
       WHERE t.hash = $1 FOR UPDATE OF s, t`,
      [hash, GRACE],
    );
    return token;
  }

  async isCurrent(sql: Sql, hash: Buffer): Promise<boolean> {
    const rows = await sql.query(`SELECT FROM refresh_tokens WHERE hash = $1 AND replaced_at IS NULL`, [hash]);
    return rows.length > 0;
  }

  async replace(sql: Sql, hash: Buffer, sealedSuccessor: Buffer): Promise<void> {
    await sql.query(
      `UPDATE refresh_tokens SET replaced_at = clock_timestamp(), sealed_successor = $2 WHERE hash = $1`,
      [hash, sealedSuccessor],
    );
  }

  /** Erases the successors whose grace is over. */
  async eraseSuccessors(sql: Sql): Promise<void> {
    await sql.query(
      `UPDATE refresh_tokens SET sealed_successor = NULL
       WHERE sealed_successor IS NOT NULL AND replaced_at < now() - make_interval(secs => $1)`,
      [GRACE],
    );
  }
}
