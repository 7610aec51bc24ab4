import { AdministratorsGuard, CurrentCaller, type Caller } from '@messenger/authentication';
import { AccountIdDto, ListAccountsDto, ListAuditLogDto, RecordActDto, SuspendAccountDto } from '@messenger/dto';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  AdminServiceService,
  type AdminService,
  type CheckAdminResponse,
  type Complete,
  type EndSessionsResponse,
  type GetAccountResponse,
  type GetFiguresResponse,
  type GrantAdminResponse,
  type LiftSuspensionResponse,
  type ListAccountsResponse,
  type ListAuditLogResponse,
  type RecordActResponse,
  type RemoveAccountResponse,
  type RevokeAdminResponse,
  type SuspendAccountResponse,
} from '@messenger/proto';
import { UseGuards } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AdministrationQueries } from './administration.queries.js';
import { AdministrationService } from './administration.service.js';

@GrpcController(AdminServiceService)
@UseGuards(AdministratorsGuard)
export class AdminController implements RpcHandlers<AdminService> {
  constructor(
    private readonly administration: AdministrationService,
    private readonly queries: AdministrationQueries,
  ) {}

  checkAdmin(): Promise<CheckAdminResponse> {
    return Promise.resolve({});
  }

  async recordAct(
    { action, targetId, reason }: RecordActDto,
    @CurrentCaller() { userId: adminId }: Caller,
  ): Promise<RecordActResponse> {
    await this.administration.record({ adminId, action, targetId, reason });
    return {};
  }

  listAccounts(@Payload() request: ListAccountsDto): Promise<Complete<ListAccountsResponse>> {
    return this.queries.listAccounts(request);
  }

  async getAccount(@Payload() { userId }: AccountIdDto): Promise<Complete<GetAccountResponse>> {
    return { account: await this.queries.getAccount(userId) };
  }

  async suspendAccount(
    { userId, reason }: SuspendAccountDto,
    @CurrentCaller() caller: Caller,
  ): Promise<SuspendAccountResponse> {
    await this.administration.suspend(caller, userId, reason);
    return {};
  }

  async liftSuspension({ userId }: AccountIdDto, @CurrentCaller() caller: Caller): Promise<LiftSuspensionResponse> {
    await this.administration.lift(caller, userId);
    return {};
  }

  async endSessions({ userId }: AccountIdDto, @CurrentCaller() caller: Caller): Promise<EndSessionsResponse> {
    await this.administration.endSessions(caller, userId);
    return {};
  }

  async removeAccount({ userId }: AccountIdDto, @CurrentCaller() caller: Caller): Promise<RemoveAccountResponse> {
    return { eraseAt: await this.administration.remove(caller, userId) };
  }

  async grantAdmin({ userId }: AccountIdDto, @CurrentCaller() caller: Caller): Promise<GrantAdminResponse> {
    await this.administration.grantAdmin(caller.userId, userId);
    return {};
  }

  async revokeAdmin({ userId }: AccountIdDto, @CurrentCaller() caller: Caller): Promise<RevokeAdminResponse> {
    await this.administration.revokeAdmin(caller, userId);
    return {};
  }

  getFigures(): Promise<Complete<GetFiguresResponse>> {
    return this.queries.figures();
  }

  listAuditLog(@Payload() request: ListAuditLogDto): Promise<Complete<ListAuditLogResponse>> {
    return this.queries.listAuditLog(request);
  }
}
