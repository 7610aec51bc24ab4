import { ChangePasswordDto } from '@messenger/dto';
import { Body, Controller, HttpCode, Inject, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { HASHING_DEADLINE_MS } from '../hashing-deadline.js';

@ApiTags('Auth')
@ApiBearerAuth()
@Controller('v1/auth/password')
export class PasswordController {
  constructor(@Inject(AUTH_CLIENT) private readonly auth: AuthClient) {}

  @Put()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Change the password',
    description:
      'Changes the password, or sets the first one (then the sign-in must be under 10 minutes old), and revokes the other sessions.',
  })
  @ApiNoContentResponse()
  async changePassword(@Body() body: ChangePasswordDto): Promise<void> {
    await this.auth.changePassword(body, { deadlineMs: HASHING_DEADLINE_MS });
  }
}
