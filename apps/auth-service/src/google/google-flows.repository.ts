import { first, now, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { db, type NewRow } from '../database.js';
import type { LinkIntent } from './account-linking.js';

/** How long a browser may stay at Google. */
const FLOW_TTL_MINUTES = 10;

export interface NewFlow {
  stateHash: Buffer;
  browserHash: Buffer;
  /** Null where the code is for the browser itself. */
  appHash: Buffer | null;
  inviteHash: Buffer | null;
  codeVerifier: string;
  redirect: string;
  linkIntent: LinkIntent | undefined;
}

export interface ReturnedFlow {
  flowId: string;
  codeVerifier: string;
  redirect: string;
}

export interface FinishedFlow {
  /** Of the browser, or of the native app, that may exchange the code. */
  ownerHash: Buffer;
  linkIntent: LinkIntent | undefined;
  /** Null without an invite. */
  inviteHash: Buffer | null;
}

/** Each step of a flow is one statement: of two callers at once, one gets undefined. */
@Injectable()
export class GoogleFlowsRepository {
  async insert(sql: Sql, { linkIntent, ...newFlow }: NewFlow): Promise<void> {
    const flow: NewRow<'googleFlows', 'returnedAt' | 'finishedAt'> = {
      id: uuidv7(),
      ...newFlow,
      linkingUserId: linkIntent?.userId ?? null,
      linkingSessionId: linkIntent?.sessionId ?? null,
      expiresAt: now({ minutes: FLOW_TTL_MINUTES }),
    };
    await sql.run(db.insertInto('googleFlows').values(flow));
  }

  /** Undefined where the state is unknown, expired, another browser's, or has come back before. */
  markReturned(sql: Sql, stateHash: Buffer, browserHash: Buffer): Promise<ReturnedFlow | undefined> {
    return first(
      sql,
      db
        .updateTable('googleFlows')
        .set({ returnedAt: now() })
        .where('stateHash', '=', stateHash)
        .where('browserHash', '=', browserHash)
        .where('returnedAt', 'is', null)
        .where('expiresAt', '>', now())
        .returning(['id as flowId', 'codeVerifier', 'redirect']),
    );
  }

  /** Undefined where the flow is unknown, expired, not yet returned, or has been finished before. */
  async markFinished(sql: Sql, id: string): Promise<FinishedFlow | undefined> {
    const flow = await first(
      sql,
      db
        .updateTable('googleFlows')
        .set({ finishedAt: now() })
        .where('id', '=', id)
        .where('returnedAt', 'is not', null)
        .where('finishedAt', 'is', null)
        .where('expiresAt', '>', now())
        .returning([
          'browserHash',
          'appHash',
          'inviteHash',
          'linkingUserId as userId',
          'linkingSessionId as sessionId',
        ]),
    );
    if (flow === undefined) return undefined;
    const { browserHash, appHash, inviteHash, userId, sessionId } = flow;
    const linkIntent = userId && sessionId ? { userId, sessionId } : undefined;
    return { ownerHash: appHash ?? browserHash, linkIntent, inviteHash };
  }

  /** Deletes up to `limit`, and resolves with their number. */
  async deleteExpired(sql: Sql, limit: number): Promise<number> {
    const expired = db.selectFrom('googleFlows').select('id').where('expiresAt', '<', now()).limit(limit);
    return (await sql.run(db.deleteFrom('googleFlows').where('id', 'in', expired).returning('id'))).length;
  }
}
