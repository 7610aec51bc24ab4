import { ChangePasswordDto, isMadeOf } from '@messenger/dto';
import { ValidationFailedError } from '@messenger/errors';
import { Body, Controller, HttpCode, Inject, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, USER_CLIENT, type AuthClient, type UserClient } from '../../clients/clients.module.js';
import { HASHING_DEADLINE_MS } from '../hashing-deadline.js';

@ApiTags('Auth')
@ApiBearerAuth()
@Controller('v1/auth/password')
export class PasswordController {
  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    @Inject(USER_CLIENT) private readonly users: UserClient,
  ) {}

  @Put()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Change the password',
    description:
      'Changes the password, or sets the first one (then the sign-in must be under 10 minutes old), and revokes the other sessions.',
  })
  @ApiNoContentResponse()
  async changePassword(@Body() body: ChangePasswordDto): Promise<void> {
    await this.requireUnrelated(body.newPassword);
    await this.auth.changePassword(body, { deadlineMs: HASHING_DEADLINE_MS });
  }

  /** auth-service does not know the nickname; where user-service is away, it is not looked at. */
  private async requireUnrelated(password: string): Promise<void> {
    const profile = await this.users.getMe({}).catch(() => undefined);
    if (!isMadeOf(password, [profile?.user?.nickname ?? ''])) return;
    const message = 'newPassword must not be made of the own nickname';
    throw new ValidationFailedError([{ field: 'newPassword', message }]);
  }
}
