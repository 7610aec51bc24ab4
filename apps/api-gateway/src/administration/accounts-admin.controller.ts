import { ListAccountsDto, SuspensionDto } from '@messenger/dto';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put, Query, UseGuards } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AccountDeletionView } from '../auth/accounts/account-deletion.view.js';
import { AUTH_CLIENT, USER_CLIENT, type AuthClient, type UserClient } from '../clients/clients.module.js';
import { required } from '../clients/required.js';
import { UuidPipe } from '../http/uuid.pipe.js';
import { ProfilesReader } from '../users/profiles.js';
import { AdminRoutesGuard } from './admin-routes.guard.js';
import { AccountPageView, AccountView, toAccountView } from './administration.views.js';

@ApiTags('Administration')
@ApiBearerAuth()
@UseGuards(AdminRoutesGuard)
@Controller('v1/admin/accounts')
export class AccountsAdminController {
  constructor(
    @Inject(AUTH_CLIENT) private readonly admin: AuthClient,
    @Inject(USER_CLIENT) private readonly users: UserClient,
    private readonly profiles: ProfilesReader,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Find accounts',
    description: 'By a part of the address, the nickname or the id; all of them without `query`. The newest first.',
  })
  @ApiOkResponse({ type: AccountPageView })
  async listAccounts(@Query() { query, ...page }: ListAccountsDto): Promise<AccountPageView> {
    const meant = query && ((await this.idOfNickname(query)) ?? query);
    const { accounts, nextPageToken } = await this.admin.listAccounts({ query: meant, ...page });
    const profileOf = await this.profiles.read(accounts.map(({ id }) => id));
    return { accounts: accounts.map((account) => toAccountView(account, profileOf)), nextPageToken };
  }

  @Get(':userId')
  @ApiOperation({ summary: 'Read an account', description: 'With what its owner does not see.' })
  @ApiOkResponse({ type: AccountView })
  async getAccount(@Param('userId', UuidPipe) userId: string): Promise<AccountView> {
    const { account } = await this.admin.getAccount({ userId });
    return toAccountView(required(account), await this.profiles.read([userId]));
  }

  @Put(':userId/suspension')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Suspend an account',
    description: 'Its sessions end within 5 seconds, and nobody can sign in to it; nothing is deleted.',
  })
  @ApiNoContentResponse()
  async suspendAccount(@Param('userId', UuidPipe) userId: string, @Body() { reason }: SuspensionDto): Promise<void> {
    await this.admin.suspendAccount({ userId, reason });
  }

  @Delete(':userId/suspension')
  @HttpCode(204)
  @ApiOperation({ summary: 'Lift a suspension', description: 'The person can sign in again.' })
  @ApiNoContentResponse()
  async liftSuspension(@Param('userId', UuidPipe) userId: string): Promise<void> {
    await this.admin.liftSuspension({ userId });
  }

  @Delete(':userId/sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign a person out', description: 'Of every device, within 5 seconds.' })
  @ApiNoContentResponse()
  async endSessions(@Param('userId', UuidPipe) userId: string): Promise<void> {
    await this.admin.endSessions({ userId });
  }

  @Delete(':userId')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Delete an account',
    description:
      'As its owner would: after the grace period, unless the person signs in before. Suspend it as well, to be sure.',
  })
  @ApiAcceptedResponse({ type: AccountDeletionView })
  async removeAccount(@Param('userId', UuidPipe) userId: string): Promise<AccountDeletionView> {
    const { eraseAt } = await this.admin.removeAccount({ userId });
    return { eraseAt: eraseAt as Date };
  }

  @Put(':userId/admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Make somebody an administrator', description: 'From their next request on.' })
  @ApiNoContentResponse()
  async grantAdmin(@Param('userId', UuidPipe) userId: string): Promise<void> {
    await this.admin.grantAdmin({ userId });
  }

  @Delete(':userId/admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take the role back', description: 'From their next request on.' })
  @ApiNoContentResponse()
  async revokeAdmin(@Param('userId', UuidPipe) userId: string): Promise<void> {
    await this.admin.revokeAdmin({ userId });
  }

  /** Undefined where nobody has exactly that nickname, or user-service is away. */
  private async idOfNickname(nickname: string): Promise<string | undefined> {
    const found = await this.users.searchUsers({ query: nickname, pageSize: 1 }).catch(() => undefined);
    const [best] = found?.users ?? [];
    return best?.nickname.toLowerCase() === nickname.toLowerCase() ? best.id : undefined;
  }
}
