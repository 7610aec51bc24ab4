import { Public } from '@messenger/authentication';
import { ConfirmPasswordResetDto, RequestPasswordResetDto } from '@messenger/dto';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { HASHING_DEADLINE_MS } from '../hashing-deadline.js';

@ApiTags('Auth')
@Public()
@Controller('v1/auth/password-reset')
export class PasswordResetController {
  constructor(@Inject(AUTH_CLIENT) private readonly auth: AuthClient) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Forgot the password',
    description:
      'Sends a link to the address where it has an account, valid for an hour, but no more than one a minute. The same answer, in the same time, for every address.',
  })
  @ApiAcceptedResponse({ description: 'The mail follows, if the address has an account.' })
  async requestPasswordReset(@Body() body: RequestPasswordResetDto): Promise<void> {
    await this.auth.requestPasswordReset(body);
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Reset the password',
    description:
      'With the token of the link, once: verifies the address and signs every device out. Where the address was unverified, every other way into the account is dropped.',
  })
  @ApiNoContentResponse()
  async confirmPasswordReset(@Body() body: ConfirmPasswordResetDto): Promise<void> {
    await this.auth.confirmPasswordReset(body, { deadlineMs: HASHING_DEADLINE_MS });
  }
}
