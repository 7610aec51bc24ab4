import { EXAMPLE_IDS } from '@messenger/dto';
import type { Account, AuditEntry, GetFiguresResponse } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ProfileLookup } from '../users/profiles.js';
import { ProfileView } from '../users/user.views.js';

@ApiSchema({ description: 'An account, as administrators see it.' })
export class AccountView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.ada, description: 'Names the person.' })
  id!: string;

  @ApiProperty({ example: 'ada@example.com', description: 'Its address.' })
  email!: string;

  @ApiProperty({ type: Date, nullable: true, description: 'When the address was proved.' })
  emailVerifiedAt!: Date | null;

  @ApiProperty({ description: 'When it was created.' })
  createdAt!: Date;

  @ApiProperty({ type: Date, nullable: true, description: 'When a device last signed in or refreshed.' })
  lastUsedAt!: Date | null;

  @ApiProperty({ description: "Whether it is an administrator's." })
  admin!: boolean;

  @ApiProperty({ type: Date, nullable: true, description: 'Since when nobody can sign in to it.' })
  suspendedAt!: Date | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why.' })
  suspendedFor!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_IDS.grace,
    description: 'Who made the invite that it came by.',
  })
  invitedBy!: string | null;

  @ApiProperty({ type: Date, nullable: true, description: 'When it is to be deleted.' })
  eraseAt!: Date | null;

  @ApiProperty({ type: ProfileView, description: 'The profile.' })
  user!: ProfileView;
}

@ApiSchema({ description: 'A page of accounts.' })
export class AccountPageView {
  @ApiProperty({ type: [AccountView], description: 'The newest first.' })
  accounts!: AccountView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

@ApiSchema({ description: 'What an administrator has done.' })
export class AuditEntryView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.auditEntry, description: 'Names the entry.' })
  id!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_IDS.ada,
    description: 'Who; null for whoever runs the server (`make admin`).',
  })
  adminId!: string | null;

  @ApiProperty({ example: 'suspend_account', description: 'What.' })
  action!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.grace, description: 'To whom.' })
  targetId!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Sends advertisements to strangers', description: 'Why.' })
  reason!: string | null;

  @ApiProperty({ description: 'When.' })
  createdAt!: Date;
}

@ApiSchema({ description: 'A page of the audit log.' })
export class AuditLogPageView {
  @ApiProperty({ type: [AuditEntryView], description: 'The latest first.' })
  entries!: AuditEntryView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

@ApiSchema({ description: 'How much is here.' })
export class FiguresView implements GetFiguresResponse {
  @ApiProperty({ type: 'integer', example: 120, description: 'Accounts, suspended ones included.' })
  accounts!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'Accounts that are suspended.' })
  suspended!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'Accounts that are to be deleted.' })
  leaving!: number;

  @ApiProperty({ type: 'integer', example: 40, description: 'Accounts that were used within a day.' })
  activeInDay!: number;

  @ApiProperty({ type: 'integer', example: 80, description: 'Accounts that were used within 7 days.' })
  activeInWeek!: number;

  @ApiProperty({ type: 'integer', example: 100, description: 'Accounts that were used within 30 days.' })
  activeInMonth!: number;

  @ApiProperty({ type: 'integer', example: 150, description: 'Live sessions.' })
  sessions!: number;
}

export function toAccountView(account: Account, profileOf: ProfileLookup): AccountView {
  const { id, email, admin } = account;
  return {
    ...{ id, email, admin },
    createdAt: account.createdAt as Date,
    emailVerifiedAt: account.emailVerifiedAt ?? null,
    lastUsedAt: account.lastUsedAt ?? null,
    suspendedAt: account.suspendedAt ?? null,
    suspendedFor: account.suspendedFor ?? null,
    invitedBy: account.invitedBy ?? null,
    eraseAt: account.eraseAt ?? null,
    user: profileOf(id),
  };
}

export function toAuditEntryView({ adminId, reason, createdAt, ...entry }: AuditEntry): AuditEntryView {
  return { ...entry, adminId: adminId ?? null, reason: reason ?? null, createdAt: createdAt as Date };
}
