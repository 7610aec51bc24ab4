import type {
  ChangePasswordRequest,
  ConfirmEmailVerificationRequest,
  ConfirmPasswordResetRequest,
  DeleteAccountRequest,
  ListRevokedSessionsRequest,
  LoginRequest,
  RefreshRequest,
  RegisterRequest,
  RequestPasswordResetRequest,
  RevokeSessionRequest,
} from '@messenger/proto';
import { IsInt, Max, Min } from 'class-validator';
import { DescribeModel } from '../fields/describe.js';
import { EmailAddress, InviteCode, LinkToken, NewPassword, Password } from '../fields/credentials.js';
import { Flag } from '../fields/flag.js';
import { Id } from '../fields/id.js';
import { PageToken } from '../fields/paging.js';
import { Optional, Text } from '../fields/text.js';

@DescribeModel('A new account.')
export class RegisterDto implements RegisterRequest {
  @EmailAddress()
  email!: string;

  @NewPassword()
  password!: string;

  @InviteCode()
  invite?: string;
}

@DescribeModel('What a sign-in with a password takes.')
export class LoginDto implements LoginRequest {
  @EmailAddress()
  email!: string;

  @Password()
  password!: string;
}

@DescribeModel('The refresh token to replace.')
export class RefreshDto implements RefreshRequest {
  @Text({
    min: 1,
    max: 512,
    example: 'p1Vt0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQxZs',
    description: 'The one of the last answer: each works once.',
  })
  refreshToken!: string;
}

export class RevokeSessionDto implements RevokeSessionRequest {
  @Id()
  sessionId!: string;
}

/** A page has some 800 KB: far below the 4 MB that a gRPC message may have. */
export const MAX_REVOKED_SESSIONS_PAGE = 10_000;

export class ListRevokedSessionsDto implements ListRevokedSessionsRequest {
  @IsInt()
  @Min(1)
  @Max(MAX_REVOKED_SESSIONS_PAGE)
  @Optional()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

@DescribeModel('The password until now, where there is one, and the new one.')
export class ChangePasswordDto implements ChangePasswordRequest {
  @Password()
  @Optional()
  currentPassword?: string;

  @NewPassword()
  newPassword!: string;
}

@DescribeModel('The proof that the account is mine, and what becomes of my messages.')
export class DeleteAccountDto implements DeleteAccountRequest {
  @Password()
  @Optional()
  password?: string;

  @Flag('Whether the others keep what I wrote, under no name; otherwise tombstones take its place.')
  @Optional()
  keepMessages?: boolean;
}

@DescribeModel('The proof that the address is mine.')
export class ConfirmEmailVerificationDto implements ConfirmEmailVerificationRequest {
  @LinkToken()
  token!: string;
}

@DescribeModel('Whose password is forgotten.')
export class RequestPasswordResetDto implements RequestPasswordResetRequest {
  @EmailAddress()
  email!: string;
}

@DescribeModel('The proof that the address is mine, and the new password.')
export class ConfirmPasswordResetDto implements ConfirmPasswordResetRequest {
  @LinkToken()
  token!: string;

  @NewPassword()
  newPassword!: string;
}
