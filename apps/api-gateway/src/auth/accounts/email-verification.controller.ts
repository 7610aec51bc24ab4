import { ConfirmEmailVerificationDto } from '@messenger/dto';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';

@ApiTags('Auth')
@ApiBearerAuth()
@Controller('v1/auth/email-verification')
export class EmailVerificationController {
  constructor(@Inject(AUTH_CLIENT) private readonly auth: AuthClient) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Verify my address',
    description:
      'Sends a link to my address, valid for 24 hours; registering has sent one already. Nothing happens where the address is verified.',
  })
  @ApiAcceptedResponse({ description: 'The mail follows.' })
  async requestEmailVerification(): Promise<void> {
    await this.auth.requestEmailVerification({});
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Confirm my address',
    description: 'With the token of the link, signed in to the account that it was sent to. Works once.',
  })
  @ApiNoContentResponse()
  async confirmEmailVerification(@Body() body: ConfirmEmailVerificationDto): Promise<void> {
    await this.auth.confirmEmailVerification(body);
  }
}
