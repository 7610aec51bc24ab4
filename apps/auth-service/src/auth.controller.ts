import { CurrentCaller, Public, type Caller } from '@messenger/authentication';
import {
  BeginGoogleLinkDto,
  BeginGoogleSignInDto,
  ChangePasswordDto,
  ConfirmEmailVerificationDto,
  ConfirmPasswordResetDto,
  CreateInviteDto,
  DeleteAccountDto,
  ExchangeGoogleCodeDto,
  FinishGoogleSignInDto,
  ListInvitesDto,
  ListRevokedSessionsDto,
  LoginDto,
  RefreshDto,
  RegisterDto,
  RemoveIdentityDto,
  RequestPasswordResetDto,
  ReturnFromGoogleDto,
  RevokeInviteDto,
  RevokeSessionDto,
} from '@messenger/dto';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  AuthServiceService,
  type Complete,
  type AuthService,
  type BeginGoogleLinkResponse,
  type BeginGoogleSignInResponse,
  type ChangePasswordResponse,
  type ConfirmEmailVerificationResponse,
  type ConfirmPasswordResetResponse,
  type CreateInviteResponse,
  type DeleteAccountResponse,
  type ExchangeGoogleCodeResponse,
  type FinishGoogleSignInResponse,
  type GetJwksResponse,
  type GetOwnAccountResponse,
  type ListIdentitiesResponse,
  type ListInvitesResponse,
  type ListRevokedSessionsResponse,
  type ListSessionsResponse,
  type LoginResponse,
  type LogoutResponse,
  type RefreshResponse,
  type RegisterResponse,
  type RemoveIdentityResponse,
  type RequestEmailVerificationResponse,
  type RequestPasswordResetResponse,
  type ReturnFromGoogleResponse,
  type RevokeInviteResponse,
  type RevokeSessionResponse,
} from '@messenger/proto';
import { AccountDeletionService } from './account-deletion/account-deletion.service.js';
import { AccountsService } from './accounts/accounts.service.js';
import { EmailVerificationService } from './accounts/email-verification.service.js';
import { PasswordResetService } from './password-reset/password-reset.service.js';
import { GoogleSignInService } from './google/google-sign-in.service.js';
import { IdentitiesService } from './identities/identities.service.js';
import { InvitesService } from './invites/invites.service.js';
import { SessionsService } from './sessions/sessions.service.js';
import { JwksService } from './signing-keys/jwks.service.js';

@GrpcController(AuthServiceService)
export class AuthController implements RpcHandlers<AuthService> {
  constructor(
    private readonly accounts: AccountsService,
    private readonly deletion: AccountDeletionService,
    private readonly emailVerification: EmailVerificationService,
    private readonly passwordReset: PasswordResetService,
    private readonly sessions: SessionsService,
    private readonly google: GoogleSignInService,
    private readonly identities: IdentitiesService,
    private readonly invites: InvitesService,
    private readonly jwks: JwksService,
  ) {}

  @Public()
  async register(request: RegisterDto): Promise<RegisterResponse> {
    return { tokens: await this.accounts.register(request.email, request.password, request.invite) };
  }

  @Public()
  async login(request: LoginDto): Promise<LoginResponse> {
    return { tokens: await this.accounts.login(request.email, request.password) };
  }

  @Public()
  async refresh(request: RefreshDto): Promise<RefreshResponse> {
    return { tokens: await this.sessions.refresh(request.refreshToken) };
  }

  async logout(_request: object, @CurrentCaller() caller: Caller): Promise<LogoutResponse> {
    await this.sessions.logout(caller);
    return {};
  }

  async listSessions(_request: object, @CurrentCaller() caller: Caller): Promise<Complete<ListSessionsResponse>> {
    return { sessions: await this.sessions.list(caller) };
  }

  async revokeSession(request: RevokeSessionDto, @CurrentCaller() caller: Caller): Promise<RevokeSessionResponse> {
    await this.sessions.revoke(caller, request.sessionId);
    return {};
  }

  async changePassword(request: ChangePasswordDto, @CurrentCaller() caller: Caller): Promise<ChangePasswordResponse> {
    await this.accounts.changePassword(caller, request.newPassword, request.currentPassword);
    return {};
  }

  async deleteAccount(
    { password, keepMessages = false }: DeleteAccountDto,
    @CurrentCaller() caller: Caller,
  ): Promise<DeleteAccountResponse> {
    return { eraseAt: await this.deletion.request(caller, password, keepMessages) };
  }

  async requestEmailVerification(
    _request: object,
    @CurrentCaller() caller: Caller,
  ): Promise<RequestEmailVerificationResponse> {
    await this.emailVerification.request(caller);
    return {};
  }

  async confirmEmailVerification(
    request: ConfirmEmailVerificationDto,
    @CurrentCaller() caller: Caller,
  ): Promise<ConfirmEmailVerificationResponse> {
    await this.emailVerification.confirm(caller, request.token);
    return {};
  }

  @Public()
  async requestPasswordReset(request: RequestPasswordResetDto): Promise<RequestPasswordResetResponse> {
    await this.passwordReset.request(request.email);
    return {};
  }

  @Public()
  async confirmPasswordReset(request: ConfirmPasswordResetDto): Promise<ConfirmPasswordResetResponse> {
    await this.passwordReset.confirm(request.token, request.newPassword);
    return {};
  }

  @Public()
  async beginGoogleSignIn(request: BeginGoogleSignInDto): Promise<BeginGoogleSignInResponse> {
    return { state: await this.google.begin(request) };
  }

  async beginGoogleLink(
    request: BeginGoogleLinkDto,
    @CurrentCaller() caller: Caller,
  ): Promise<BeginGoogleLinkResponse> {
    return { state: await this.google.beginLink(request, caller) };
  }

  @Public()
  returnFromGoogle(request: ReturnFromGoogleDto): Promise<ReturnFromGoogleResponse> {
    return this.google.handleCallback(request.state, request.browser);
  }

  @Public()
  async finishGoogleSignIn(request: FinishGoogleSignInDto): Promise<FinishGoogleSignInResponse> {
    return { code: await this.google.finish(request.flowId, request.idToken) };
  }

  @Public()
  async exchangeGoogleCode(request: ExchangeGoogleCodeDto): Promise<ExchangeGoogleCodeResponse> {
    return { tokens: await this.google.exchange(request.code, request.browser, request.appVerifier) };
  }

  async listIdentities(_request: object, @CurrentCaller() caller: Caller): Promise<ListIdentitiesResponse> {
    return { identities: await this.identities.list(caller) };
  }

  async removeIdentity(request: RemoveIdentityDto, @CurrentCaller() caller: Caller): Promise<RemoveIdentityResponse> {
    await this.identities.remove(caller, request.identityId);
    return {};
  }

  async getOwnAccount(_request: object, @CurrentCaller() caller: Caller): Promise<Complete<GetOwnAccountResponse>> {
    const { email, emailVerifiedAt, createdAt, invitedBy } = await this.accounts.get(caller.userId);
    return {
      ...{ email, createdAt },
      emailVerifiedAt: emailVerifiedAt ?? undefined,
      invitedBy: invitedBy ?? undefined,
    };
  }

  createInvite(request: CreateInviteDto, @CurrentCaller() caller: Caller): Promise<Complete<CreateInviteResponse>> {
    return this.invites.create(caller, request);
  }

  listInvites(request: ListInvitesDto, @CurrentCaller() caller: Caller): Promise<Complete<ListInvitesResponse>> {
    return this.invites.list(caller, request);
  }

  async revokeInvite({ inviteId }: RevokeInviteDto, @CurrentCaller() caller: Caller): Promise<RevokeInviteResponse> {
    await this.invites.revoke(caller, inviteId);
    return {};
  }

  @Public()
  getJwks(): Promise<GetJwksResponse> {
    return this.jwks.getJwks();
  }

  @Public()
  listRevokedSessions(request: ListRevokedSessionsDto): Promise<ListRevokedSessionsResponse> {
    return this.sessions.listRevoked(request);
  }
}
