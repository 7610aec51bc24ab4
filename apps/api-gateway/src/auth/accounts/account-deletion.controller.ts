import { CurrentCaller, type Caller } from '@messenger/authentication';
import { DeleteAccountDto } from '@messenger/dto';
import { Body, Controller, Delete, HttpCode, Inject } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { RevokedSessions } from '../guard/revoked-sessions.js';
import { HASHING_DEADLINE_MS } from '../hashing-deadline.js';
import { AccountDeletionView } from './account-deletion.view.js';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('v1/users/me')
export class AccountDeletionController {
  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    private readonly revokedSessions: RevokedSessions,
  ) {}

  @Delete()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Delete my account',
    description:
      'Proof that it is me: `password`, or, without one, a sign-in under 10 minutes old, by password or with Google. ' +
      'Signs every device out at once. The account is deleted when its grace period (ACCOUNT_DELETION_GRACE_DAYS, 7 by ' +
      'default) is over; signing in before cancels it. Then everything about me is erased in every service: address and ' +
      'nickname are free again, friendships end, and tombstones take the place of my messages, unless `keepMessages` leaves ' +
      'them to the others. Chats stay readable for the others, who see `nickname: null` for me.',
  })
  @ApiBody({ type: DeleteAccountDto, required: false })
  @ApiAcceptedResponse({ type: AccountDeletionView })
  async deleteAccount(
    @Body() body: DeleteAccountDto,
    @CurrentCaller() { sessionId }: Caller,
  ): Promise<AccountDeletionView> {
    const { eraseAt } = await this.auth.deleteAccount(body, { deadlineMs: HASHING_DEADLINE_MS });
    // At once in this gateway; the others refuse its tokens when the event reaches them.
    this.revokedSessions.add(sessionId);
    return { eraseAt: eraseAt as Date };
  }
}
