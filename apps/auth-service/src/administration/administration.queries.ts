import { Database, decodePageToken, DEFAULT_PAGE_SIZE, keysetPage } from '@messenger/database';
import type { ListAccountsDto, ListAuditLogDto } from '@messenger/dto';
import type {
  Account,
  AuditEntry,
  Complete,
  GetFiguresResponse,
  ListAccountsResponse,
  ListAuditLogResponse,
} from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { AccountNotFoundError } from './administration.errors.js';
import { AdministrationRepository, type AdministeredAccount } from './administration.repository.js';
import { AuditLogRepository, type AuditRow } from './audit-log.repository.js';

/** What administrators look at. */
@Injectable()
export class AdministrationQueries {
  constructor(
    private readonly database: Database,
    private readonly administration: AdministrationRepository,
    private readonly auditLog: AuditLogRepository,
  ) {}

  /** @throws ValidationFailedError naming `pageToken` */
  async listAccounts(request: ListAccountsDto): Promise<Complete<ListAccountsResponse>> {
    const { query, pageSize = DEFAULT_PAGE_SIZE, pageToken } = request;
    const rows = await this.administration.list(this.database, query, decodePageToken(pageToken), pageSize + 1);
    const { items, nextPageToken } = keysetPage(rows, pageSize, positionOf);
    return { accounts: items.map(toAccount), nextPageToken };
  }

  /** @throws AccountNotFoundError */
  async getAccount(id: string): Promise<Complete<Account>> {
    const account = await this.administration.find(this.database, id);
    if (account === undefined) throw new AccountNotFoundError();
    return toAccount(account);
  }

  /** @throws ValidationFailedError naming `pageToken` */
  async listAuditLog({
    pageSize = DEFAULT_PAGE_SIZE,
    pageToken,
  }: ListAuditLogDto): Promise<Complete<ListAuditLogResponse>> {
    const rows = await this.auditLog.list(this.database, decodePageToken(pageToken), pageSize + 1);
    const { items, nextPageToken } = keysetPage(rows, pageSize, positionOf);
    return { entries: items.map(toAuditEntry), nextPageToken };
  }

  figures(): Promise<Complete<GetFiguresResponse>> {
    return this.administration.figures(this.database);
  }
}

function positionOf({ createdAt, id }: { createdAt: Date; id: string }) {
  return { time: createdAt, id };
}

function toAccount({ id, email, admin, createdAt, ...account }: AdministeredAccount): Complete<Account> {
  return {
    ...{ id, email, admin, createdAt },
    emailVerifiedAt: account.emailVerifiedAt ?? undefined,
    lastUsedAt: account.lastUsedAt ?? undefined,
    suspendedAt: account.suspendedAt ?? undefined,
    suspendedFor: account.suspendedFor ?? undefined,
    invitedBy: account.invitedBy ?? undefined,
    eraseAt: account.eraseAt ?? undefined,
  };
}

function toAuditEntry({ adminId, reason, ...entry }: AuditRow): Complete<AuditEntry> {
  return { ...entry, adminId: adminId ?? undefined, reason: reason ?? undefined };
}
