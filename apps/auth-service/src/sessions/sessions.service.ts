import type { Caller } from '@messenger/authentication';
import { Database, type Transaction } from '@messenger/database';
import { MAX_REVOKED_SESSIONS_PAGE, type ListRevokedSessionsDto } from '@messenger/dto';
import type { Complete, ListRevokedSessionsResponse, Session, Tokens } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { AccountDeletionsRepository } from '../deletion-requests/account-deletions.repository.js';
import { hashOf, newOpaqueToken } from '../crypto/opaque-token.js';
import { AccessTokenIssuer } from './access-token-issuer.js';
import { sealSuccessor, unsealSuccessor } from './refresh-token.js';
import { RefreshTokensRepository, type PresentedToken } from './refresh-tokens.repository.js';
import { decodePosition, encodePosition } from './revocation-position.js';
import {
  AccountSuspendedError,
  RefreshTokenInvalidError,
  RefreshTokenReusedError,
  SessionNotFoundError,
} from './sessions.errors.js';
import { SessionsRepository, type RevokedSessionRow } from './sessions.repository.js';

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sessions: SessionsRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly accessTokens: AccessTokenIssuer,
    private readonly deletions: AccountDeletionsRepository,
  ) {}

  /**
   * Begins a session of the device behind the running request, in a transaction that holds a lock of the account. An account
   * that was to be deleted stays.
   *
   * @throws AccountSuspendedError
   */
  async create(transaction: Transaction, userId: string): Promise<Complete<Tokens>> {
    if (await this.sessions.isSuspended(transaction, userId)) throw new AccountSuspendedError();
    await this.deletions.cancel(transaction, userId);
    const session = await this.sessions.insert(transaction, userId);
    const refreshToken = newOpaqueToken();
    await this.refreshTokens.insert(transaction, session.id, hashOf(refreshToken));
    return this.accessTokens.tokens({ ...session, sessionId: session.id }, refreshToken);
  }

  async refresh(refreshToken: string): Promise<Complete<Tokens>> {
    // Returned, not thrown: a reused token's session is revoked by this transaction, which an error would roll back.
    const answer = await this.database.transaction(async (transaction) => {
      const presented = await this.refreshTokens.lock(transaction, hashOf(refreshToken));
      if (!presented?.active) return new RefreshTokenInvalidError();
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
    const revoked = await this.sessions.revokeAll(transaction, userId);
    revoked.forEach((session) => this.publishRevoked(transaction, session));
  }

  /** Whether the session is active; if so, nobody revokes it until the transaction ends. */
  lockIfActive(transaction: Transaction, sessionId: string): Promise<boolean> {
    return this.sessions.lockIfActive(transaction, sessionId);
  }

  async list({ userId, sessionId }: Caller): Promise<Complete<Session>[]> {
    const sessions = await this.sessions.listActive(this.database, userId);
    return sessions.map(({ id, userAgent, ip, createdAt, lastUsedAt }) => ({
      id,
      userAgent: userAgent ?? undefined,
      ip: ip ?? undefined,
      createdAt,
      lastUsedAt,
      current: id === sessionId,
    }));
  }

  async listRevoked(page: ListRevokedSessionsDto): Promise<Complete<ListRevokedSessionsResponse>> {
    const { pageSize = MAX_REVOKED_SESSIONS_PAGE, pageToken = '' } = page;
    const sessions = await this.sessions.listRecentlyRevoked(this.database, pageSize, decodePosition(pageToken));
    const last = sessions.length < pageSize ? undefined : sessions.at(-1);
    return { sessions, nextPageToken: last === undefined ? '' : encodePosition(last) };
  }

  private publishRevoked(transaction: Transaction, { userId, sessionId, revokedAt }: RevokedSessionRow): void {
    this.outbox.add(transaction, {
      type: 'auth.session_revoked.v1',
      payload: { userId, sessionId, revokedAt },
      subject: sessionId,
      recipientIds: [userId],
    });
  }

  /**
   * A new token for the current one. For the one before, the same successor again, until its grace period is over.
   * Otherwise undefined: the token was reused.
   */
  private async successorOf(
    transaction: Transaction,
    token: string,
    { sessionId, replaced, sealedSuccessor }: PresentedToken,
  ): Promise<string | undefined> {
    if (!replaced) return this.rotate(transaction, sessionId, token);
    return sealedSuccessor === null ? undefined : unsealSuccessor(token, sealedSuccessor);
  }

  private async rotate(transaction: Transaction, sessionId: string, token: string): Promise<string> {
    const successor = newOpaqueToken();
    await this.refreshTokens.markUsed(transaction, sessionId);
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
