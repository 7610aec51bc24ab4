import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Linking } from './arrivals.service.js';

/** Minutes that a person may take at Google. */
const FLOW_LIFE = 10;

export interface NewFlow {
  stateHash: Buffer;
  browserHash: Buffer;
  codeVerifier: string;
  redirect: string;
  linking?: Linking;
}

export interface ReturnedFlow {
  flowId: string;
  codeVerifier: string;
  redirect: string;
}

export interface FinishedFlow {
  browserHash: Buffer;
  linking?: Linking;
}

/** Each step of a flow is one statement: of two who take it at once, one gets nothing. */
@Injectable()
export class GoogleFlowsRepository {
  async begin(sql: Sql, { stateHash, browserHash, codeVerifier, redirect, linking }: NewFlow): Promise<void> {
    await sql.query(
      `INSERT INTO google_flows
         (id, state_hash, browser_hash, code_verifier, redirect, linking_user_id, linking_session_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(mins => $8))`,
      [uuidv7(), stateHash, browserHash, codeVerifier, redirect, linking?.userId, linking?.sessionId, FLOW_LIFE],
    );
  }

  async comeBack(sql: Sql, stateHash: Buffer, browserHash: Buffer): Promise<ReturnedFlow | undefined> {
    const [flow] = await sql.query<ReturnedFlow>(
      `UPDATE google_flows SET returned_at = now()
       WHERE state_hash = $1 AND browser_hash = $2 AND returned_at IS NULL AND expires_at > now()
       RETURNING id AS "flowId", code_verifier AS "codeVerifier", redirect`,
      [stateHash, browserHash],
    );
    return flow;
  }

  async finish(sql: Sql, id: string): Promise<FinishedFlow | undefined> {
    const [flow] = await sql.query<{ browserHash: Buffer; userId: string | null; sessionId: string | null }>(
      `UPDATE google_flows SET finished_at = now()
       WHERE id = $1 AND returned_at IS NOT NULL AND finished_at IS NULL AND expires_at > now()
       RETURNING browser_hash AS "browserHash", linking_user_id AS "userId", linking_session_id AS "sessionId"`,
      [id],
    );
    if (flow === undefined) return undefined;
    const { browserHash, userId, sessionId } = flow;
    return { browserHash, linking: userId && sessionId ? { userId, sessionId } : undefined };
  }

  async deleteExpired(sql: Sql): Promise<void> {
    await sql.query(`DELETE FROM google_flows WHERE expires_at < now()`);
  }
}
