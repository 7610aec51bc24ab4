import {
  ChangePasswordDto,
  ConfirmEmailVerificationDto,
  ConfirmPasswordResetDto,
  LoginDto,
  RefreshDto,
  RegisterDto,
  RequestPasswordResetDto,
} from '@messenger/dto';
import type { Tokens } from '@messenger/proto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { RevokedSessions } from '../authentication/revoked-sessions.js';
import { given } from '../services/given.js';
import { AUTH_CLIENT, USER_CLIENT, type AuthClient, type UserClient } from '../services/services.module.js';
import { toSessionView, type JwksView, type SessionsView } from './auth.views.js';

/** Milliseconds: a password waits for its turn to be hashed. */
const HASHING_DEADLINE = 8_000;

/** What the auth routes need of more than one call. */
@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);

  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    @Inject(USER_CLIENT) private readonly users: UserClient,
    private readonly revokedSessions: RevokedSessions,
  ) {}

  async register(request: RegisterDto): Promise<Tokens> {
    const { tokens } = await this.auth.register(request, { deadline: HASHING_DEADLINE });
    return this.withProfile(given(tokens));
  }

  async exchangeGoogleCode(code: string, browser: string): Promise<Tokens> {
    const { tokens } = await this.auth.exchangeGoogleCode({ code, browser });
    return this.withProfile(given(tokens));
  }

  async login(request: LoginDto): Promise<Tokens> {
    return given((await this.auth.login(request, { deadline: HASHING_DEADLINE })).tokens);
  }

  async refresh(request: RefreshDto): Promise<Tokens> {
    return given((await this.auth.refresh(request)).tokens);
  }

  async changePassword(request: ChangePasswordDto): Promise<void> {
    await this.auth.changePassword(request, { deadline: HASHING_DEADLINE });
  }

  async requestEmailVerification(): Promise<void> {
    await this.auth.requestEmailVerification({});
  }

  async confirmEmailVerification(request: ConfirmEmailVerificationDto): Promise<void> {
    await this.auth.confirmEmailVerification(request);
  }

  async requestPasswordReset(request: RequestPasswordResetDto): Promise<void> {
    await this.auth.requestPasswordReset(request);
  }

  async confirmPasswordReset(request: ConfirmPasswordResetDto): Promise<void> {
    await this.auth.confirmPasswordReset(request, { deadline: HASHING_DEADLINE });
  }

  /** This gateway knows at once, the others by the event. */
  async logout(sessionId: string): Promise<void> {
    await this.auth.logout({});
    this.revokedSessions.add(sessionId);
  }

  async revokeSession(sessionId: string): Promise<void> {
    await this.auth.revokeSession({ sessionId });
    this.revokedSessions.add(sessionId);
  }

  async listSessions(): Promise<SessionsView> {
    const { sessions } = await this.auth.listSessions({});
    return { sessions: sessions.map(toSessionView) };
  }

  getJwks(): Promise<JwksView> {
    return this.auth.getJwks({});
  }

  /** The profile is there when the answer is, where user-service is up; else its event makes it. */
  private async withProfile(tokens: Tokens): Promise<Tokens> {
    await this.users.getMe({}, { accessToken: tokens.accessToken }).catch((error: unknown) => {
      this.logger.warn('A profile waits for its event', error as Error);
    });
    return tokens;
  }
}
