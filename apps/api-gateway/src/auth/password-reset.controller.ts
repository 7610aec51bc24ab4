import { Public } from '@messenger/authentication';
import { ConfirmPasswordResetDto, RequestPasswordResetDto } from '@messenger/dto';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthService } from './auth.service.js';

@ApiTags('Auth')
@Public()
@Controller('v1/auth/password-reset')
export class PasswordResetController {
  constructor(private readonly auth: AuthService) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Forgot the password',
    description:
      'Sends a link to the address where it has an account, valid for an hour, but no more than one a minute. The same answer, in the same time, for every address.',
  })
  @ApiAcceptedResponse({ description: 'The mail follows, if the address has an account.' })
  requestPasswordReset(@Body() body: RequestPasswordResetDto): Promise<void> {
    return this.auth.requestPasswordReset(body);
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Reset the password',
    description:
      'With the token of the link, once: verifies the address and signs every device out. Where the address was unverified, every other way into the account is dropped.',
  })
  @ApiNoContentResponse()
  confirmPasswordReset(@Body() body: ConfirmPasswordResetDto): Promise<void> {
    return this.auth.confirmPasswordReset(body);
  }
}
