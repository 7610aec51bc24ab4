import type {
  ChangePasswordRequest,
  ConfirmEmailVerificationRequest,
  ConfirmPasswordResetRequest,
  ListRevokedSessionsRequest,
  LoginRequest,
  RefreshRequest,
  RegisterRequest,
  RequestPasswordResetRequest,
  RevokeSessionRequest,
} from '@messenger/proto';
import { IsInt, Max, Min } from 'class-validator';
import { EmailAddress, LinkToken, NewPassword, Password } from '../fields/credentials.js';
import { Id } from '../fields/id.js';
import { PageToken } from '../fields/paging.js';
import { Optional, Text } from '../fields/text.js';

export class RegisterDto implements RegisterRequest {
  @EmailAddress()
  email!: string;

  @NewPassword()
  password!: string;
}

export class LoginDto implements LoginRequest {
  @EmailAddress()
  email!: string;

  @Password()
  password!: string;
}

export class RefreshDto implements RefreshRequest {
  @Text({ min: 1, max: 512, example: 'p1Vt0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQxZs' })
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

export class ChangePasswordDto implements ChangePasswordRequest {
  @Password()
  @Optional()
  currentPassword?: string;

  @NewPassword()
  newPassword!: string;
}

export class ConfirmEmailVerificationDto implements ConfirmEmailVerificationRequest {
  @LinkToken()
  token!: string;
}

export class RequestPasswordResetDto implements RequestPasswordResetRequest {
  @EmailAddress()
  email!: string;
}

export class ConfirmPasswordResetDto implements ConfirmPasswordResetRequest {
  @LinkToken()
  token!: string;

  @NewPassword()
  newPassword!: string;
}
