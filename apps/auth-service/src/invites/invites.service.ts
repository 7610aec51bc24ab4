import type { Caller } from '@messenger/authentication';
import { Database, decodePageToken, DEFAULT_PAGE_SIZE, keysetPage } from '@messenger/database';
import type { CreateInviteDto, ListInvitesDto } from '@messenger/dto';
import type { Complete, CreateInviteResponse, Invite, ListInvitesResponse } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { hashOf, newOpaqueToken } from '../crypto/opaque-token.js';
import { AdministratorsRepository } from '../administrators/administrators.repository.js';
import { InviteNotFoundError, InvitingNotAllowedError, TooManyInvitesError } from './invites.errors.js';
import { InvitesRepository, type InviteRow } from './invites.repository.js';
import { INVITES_BY, type Inviters } from './registration-mode.js';
import { RegistrationPolicy } from './registration-policy.js';

export const INVITE_URL = Symbol('INVITE_URL');

const DEFAULT_DAYS = 7;
/** Of one person. */
const MAX_GOOD_INVITES = 100;

/** The invites of those who are here. */
@Injectable()
export class InvitesService {
  constructor(
    @Inject(INVITE_URL) private readonly publicUrl: string,
    private readonly database: Database,
    private readonly invites: InvitesRepository,
    private readonly policy: RegistrationPolicy,
    @Inject(INVITES_BY) private readonly inviters: Inviters,
    private readonly administrators: AdministratorsRepository,
  ) {}

  /** @throws RegistrationClosedError, InvitingNotAllowedError, TooManyInvitesError */
  async create(
    { userId }: Caller,
    { maxUses = 1, expiresInDays = DEFAULT_DAYS, note }: CreateInviteDto,
  ): Promise<Complete<CreateInviteResponse>> {
    this.policy.requireNotClosed();
    await this.requireInviter(userId);
    const code = newOpaqueToken();
    const row = { codeHash: hashOf(code), createdBy: userId, note: note ?? null, maxUses, expiresInDays };
    const invite = await this.invites.insert(this.database, row, MAX_GOOD_INVITES);
    if (invite === undefined) throw new TooManyInvitesError(MAX_GOOD_INVITES);
    return { invite: toInvite(invite), code, url: `${this.publicUrl}/#invite=${code}` };
  }

  /** @throws ValidationFailedError naming `pageToken` */
  async list({ userId }: Caller, request: ListInvitesDto): Promise<Complete<ListInvitesResponse>> {
    const { pageSize = DEFAULT_PAGE_SIZE, pageToken } = request;
    const rows = await this.invites.list(this.database, userId, decodePageToken(pageToken), pageSize + 1);
    const { items, nextPageToken } = keysetPage(rows, pageSize, ({ createdAt, id }) => ({ time: createdAt, id }));
    return { invites: items.map(toInvite), nextPageToken };
  }

  /** @throws InviteNotFoundError */
  async revoke({ userId }: Caller, inviteId: string): Promise<void> {
    if (!(await this.invites.revoke(this.database, userId, inviteId))) throw new InviteNotFoundError();
  }

  private async requireInviter(userId: string): Promise<void> {
    if (this.inviters === 'members') return;
    if (!(await this.administrators.isAdmin(this.database, userId))) throw new InvitingNotAllowedError();
  }
}

function toInvite({ id, note, maxUses, uses, expiresAt, revokedAt, createdAt }: InviteRow): Complete<Invite> {
  return { id, maxUses, uses, expiresAt, createdAt, note: note ?? undefined, revokedAt: revokedAt ?? undefined };
}
