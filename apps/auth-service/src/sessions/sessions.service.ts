import type { Caller } from '@messenger/authentication';
import { Database, type Transaction } from '@messenger/database';
import type { RevokedSession, Session, Tokens } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { hashOf, newOpaqueToken } from '../crypto/opaque-token.js';
import { AccessTokenIssuer } from './access-token-issuer.js';
import { sealSuccessor, unsealSuccessor } from './refresh-token.js';
import { RefreshTokensRepository, type PresentedToken } from './refresh-tokens.repository.js';
import { RefreshTokenInvalidError, RefreshTokenReusedError, SessionNotFoundError } from './sessions.errors.js';
import { SessionsRepository, type RevokedSessionRow } from './sessions.repository.js';

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sessions: SessionsRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly accessTokens: AccessTokenIssuer,
  ) {}

  async begin(transaction: Transaction, userId: string): Promise<Tokens> {
    const session = await this.sessions.insert(transaction, userId);
    const refreshToken = newOpaqueToken();
    await this.refreshTokens.insert(transaction, session.id, hashOf(refreshToken));
    return this.accessTokens.tokens({ ...session, sessionId: session.id }, refreshToken);
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    // Reuse is a fact to be committed, so it must not be thrown inside the transaction.
    const answer = await this.database.transaction(async (transaction) => {
      const presented = await this.refreshTokens.lock(transaction, hashOf(refreshToken));
      if (!presented?.live) return new RefreshTokenInvalidError();
      const successor = await this.successorOf(transaction, refreshToken, presented);
      if (successor !== undefined) return { presented, successor };
      await this.revokeIn(transaction, presented.userId, presented.sessionId);
      return new RefreshTokenReusedError();
    });
    if (answer instanceof Error) throw answer;
    return this.accessTokens.tokens(answer.presented, answer.successor);
  }

  async logout({ userId, sessionId }: Caller): Promise<void> {
    await this.database.transaction((transaction) => this.revokeIn(transaction, userId, sessionId));
  }

  async revoke({ userId }: Caller, sessionId: string): Promise<void> {
    const revoked = await this.database.transaction((transaction) => this.revokeIn(transaction, userId, sessionId));
    if (!revoked) throw new SessionNotFoundError();
  }

  async revokeOthers(transaction: Transaction, { userId, sessionId }: Caller): Promise<void> {
    const revoked = await this.sessions.revokeAllBut(transaction, userId, sessionId);
    revoked.forEach((session) => this.publishRevoked(transaction, session));
  }

  async revokeAll(transaction: Transaction, userId: string): Promise<void> {
    const revoked = await this.sessions.revokeAllBut(transaction, userId, null);
    revoked.forEach((session) => this.publishRevoked(transaction, session));
  }

  /** It cannot be revoked until the transaction has ended. */
  isLive(transaction: Transaction, sessionId: string): Promise<boolean> {
    return this.sessions.lockLive(transaction, sessionId);
  }

  async list({ userId, sessionId }: Caller): Promise<Session[]> {
    const sessions = await this.sessions.listLive(this.database, userId);
    return sessions.map(({ id, userAgent, ip, createdAt, lastUsedAt }) => ({
      id,
      userAgent: userAgent ?? undefined,
      ip: ip ?? undefined,
      createdAt,
      lastUsedAt,
      current: id === sessionId,
    }));
  }

  listRevoked(): Promise<RevokedSession[]> {
    return this.sessions.listRecentlyRevoked(this.database);
  }

  private publishRevoked(transaction: Transaction, { userId, sessionId, revokedAt }: RevokedSessionRow): void {
    this.outbox.add(transaction, {
      type: 'auth.session_revoked.v1',
      payload: { userId, sessionId, revokedAt },
      subject: sessionId,
      recipientIds: [userId],
    });
  }

  /** A new token in place of the current one; the same as before in place of the one just replaced; else none. */
  private async successorOf(
    transaction: Transaction,
    token: string,
    { sessionId, replaced, inGrace, sealedSuccessor }: PresentedToken,
  ): Promise<string | undefined> {
    if (!replaced) return this.rotate(transaction, sessionId, token);
    if (!inGrace || sealedSuccessor === null) return undefined;
    const successor = unsealSuccessor(token, sealedSuccessor);
    return (await this.refreshTokens.isCurrent(transaction, hashOf(successor))) ? successor : undefined;
  }

  private async rotate(transaction: Transaction, sessionId: string, token: string): Promise<string> {
    const successor = newOpaqueToken();
    await this.refreshTokens.replace(transaction, hashOf(token), sealSuccessor(token, successor));
    await this.refreshTokens.insert(transaction, sessionId, hashOf(successor));
    await this.sessions.touch(transaction, sessionId);
    return successor;
  }

  private async revokeIn(transaction: Transaction, userId: string, sessionId: string): Promise<boolean> {
    const revoked = await this.sessions.revoke(transaction, userId, sessionId);
    if (revoked !== undefined) this.publishRevoked(transaction, revoked);
    return revoked !== undefined;
  }
}
