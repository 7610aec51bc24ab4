import { Database, type Sql, type Transaction } from '@messenger/database';
import { Inject, Injectable } from '@nestjs/common';
import { hashOf } from '../crypto/opaque-token.js';
import {
  InviteExpiredError,
  InviteInvalidError,
  InviteRequiredError,
  InviteRevokedError,
  InviteUsedUpError,
  RegistrationClosedError,
} from './invites.errors.js';
import { InvitesRepository } from './invites.repository.js';
import { REGISTRATION_MODE, type RegistrationMode } from './registration-mode.js';

/** Decides who may create an account, whatever the way in. */
@Injectable()
export class RegistrationPolicy {
  constructor(
    @Inject(REGISTRATION_MODE) private readonly mode: RegistrationMode,
    private readonly database: Database,
    private readonly invites: InvitesRepository,
  ) {}

  /** Whether `admit` would refuse now; nothing is used up. @throws as `admit` */
  async check(code: string | undefined): Promise<void> {
    const inviteHash = hashOfInvite(code);
    this.requireOpen(inviteHash);
    if (inviteHash !== null) await this.requireGood(this.database, inviteHash);
  }

  /**
   * Uses the invite up by one in the transaction of the account, and resolves with its maker; null without an invite.
   *
   * @throws RegistrationClosedError, InviteRequiredError, InviteInvalidError, InviteExpiredError, InviteRevokedError, InviteUsedUpError
   */
  async admit(transaction: Transaction, inviteHash: Buffer | null): Promise<string | null> {
    this.requireOpen(inviteHash);
    if (inviteHash === null) return null;
    const invitedBy = await this.invites.consume(transaction, inviteHash);
    if (invitedBy !== undefined) return invitedBy;
    await this.requireGood(transaction, inviteHash);
    // It became good between the two statements: another account that had used it was not created.
    throw new InviteUsedUpError();
  }

  requireNotClosed(): void {
    if (this.mode === 'closed') throw new RegistrationClosedError();
  }

  private requireOpen(inviteHash: Buffer | null): void {
    this.requireNotClosed();
    if (this.mode === 'invite' && inviteHash === null) throw new InviteRequiredError();
  }

  private async requireGood(sql: Sql, inviteHash: Buffer): Promise<void> {
    const invite = await this.invites.find(sql, inviteHash);
    if (invite === undefined) throw new InviteInvalidError();
    if (invite.revokedAt !== null) throw new InviteRevokedError();
    if (invite.expiresAt <= new Date()) throw new InviteExpiredError();
    if (invite.uses >= invite.maxUses) throw new InviteUsedUpError();
  }
}

/** Null without an invite. */
export function hashOfInvite(code: string | undefined): Buffer | null {
  return code === undefined ? null : hashOf(code);
}
