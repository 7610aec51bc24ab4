import type { Caller } from '@messenger/authentication';
import { Database, type Transaction } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { AccountDeletionService } from '../account-deletion/account-deletion.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { AccountNotFoundError, OwnAccountError } from './administration.errors.js';
import { AdministrationRepository } from './administration.repository.js';
import { AuditLogRepository, type AuditedAct } from './audit-log.repository.js';

/** Resolves with undefined or false where there is no such account. */
type Change<T> = (transaction: Transaction) => Promise<T | undefined | false>;

/** What administrators do to accounts; each act is in the audit log. */
@Injectable()
export class AdministrationService {
  constructor(
    private readonly database: Database,
    private readonly administration: AdministrationRepository,
    private readonly auditLog: AuditLogRepository,
    private readonly sessions: SessionsService,
    private readonly deletion: AccountDeletionService,
  ) {}

  /** @throws OwnAccountError, AccountNotFoundError */
  async suspend(admin: Caller, targetId: string, reason: string): Promise<void> {
    refuseOneself(admin, targetId);
    await this.act({ adminId: admin.userId, action: 'suspend_account', targetId, reason }, async (transaction) => {
      // The account is locked: whoever signs in at this moment has a session that ends here, or gets none.
      const found = await this.administration.suspend(transaction, targetId, reason);
      if (found) await this.sessions.revokeAll(transaction, targetId);
      return found;
    });
  }

  /** @throws AccountNotFoundError */
  async lift({ userId: adminId }: Caller, targetId: string): Promise<void> {
    await this.act({ adminId, action: 'lift_suspension', targetId }, (transaction) =>
      this.administration.lift(transaction, targetId),
    );
  }

  /** @throws AccountNotFoundError */
  async endSessions({ userId: adminId }: Caller, targetId: string): Promise<void> {
    await this.act({ adminId, action: 'end_sessions', targetId }, async (transaction) => {
      await this.sessions.revokeAll(transaction, targetId);
      return (await this.administration.find(transaction, targetId)) !== undefined;
    });
  }

  /** Resolves with the time of the erasure. @throws OwnAccountError, AccountNotFoundError */
  async remove(admin: Caller, targetId: string): Promise<Date> {
    refuseOneself(admin, targetId);
    return this.act({ adminId: admin.userId, action: 'remove_account', targetId }, (transaction) =>
      this.deletion.schedule(transaction, targetId, false),
    );
  }

  /** @param adminId null for whoever runs the server @throws AccountNotFoundError */
  async grantAdmin(adminId: string | null, targetId: string): Promise<void> {
    await this.act({ adminId, action: 'grant_admin', targetId }, (transaction) =>
      this.administration.setAdmin(transaction, targetId, true),
    );
  }

  /** @throws OwnAccountError, AccountNotFoundError */
  async revokeAdmin(admin: Caller, targetId: string): Promise<void> {
    refuseOneself(admin, targetId);
    await this.act({ adminId: admin.userId, action: 'revoke_admin', targetId }, (transaction) =>
      this.administration.setAdmin(transaction, targetId, false),
    );
  }

  /** Of an act in another service. */
  async record(act: AuditedAct): Promise<void> {
    await this.database.transaction((transaction) => this.auditLog.add(transaction, act));
  }

  /** Resolves with the result of the change. */
  private act<T>(act: AuditedAct, change: Change<T>): Promise<T> {
    return this.database.transaction(async (transaction) => {
      const result = await change(transaction);
      if (result === undefined || result === false) throw new AccountNotFoundError();
      await this.auditLog.add(transaction, act);
      return result;
    });
  }
}

/** One administrator at least stays. */
function refuseOneself({ userId }: Caller, targetId: string): void {
  if (userId === targetId) throw new OwnAccountError();
}
