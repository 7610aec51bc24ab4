import type {
  ChangePasswordRequest,
  ConfirmEmailVerificationRequest,
  ConfirmPasswordResetRequest,
  LoginRequest,
  RefreshRequest,
  RegisterRequest,
  RequestPasswordResetRequest,
  RevokeSessionRequest,
} from '@messenger/proto';
import { EmailAddress, LinkToken, NewPassword, Password } from '../fields/credentials.js';
import { Id } from '../fields/id.js';
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
