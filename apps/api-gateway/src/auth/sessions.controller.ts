import { CurrentCaller, type Caller } from '@messenger/authentication';
import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UuidPipe } from '../requests/uuid.pipe.js';
import { AuthService } from './auth.service.js';
import { SessionsView } from './auth.views.js';

@ApiTags('Auth')
@ApiBearerAuth()
@Controller('v1/auth')
export class SessionsController {
  constructor(private readonly auth: AuthService) {}

  @Post('logout')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Log out',
    description: 'Revokes this session; its access tokens are refused from then on.',
  })
  @ApiNoContentResponse()
  logout(@CurrentCaller() caller: Caller): Promise<void> {
    return this.auth.logout(caller.sessionId);
  }

  @Get('sessions')
  @ApiOperation({ summary: 'List my devices', description: 'Live sessions, last used first.' })
  @ApiOkResponse({ type: SessionsView })
  listSessions(): Promise<SessionsView> {
    return this.auth.listSessions();
  }

  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign a device out', description: 'Revokes one of my sessions.' })
  @ApiNoContentResponse()
  revokeSession(@Param('sessionId', UuidPipe) sessionId: string): Promise<void> {
    return this.auth.revokeSession(sessionId);
  }
}
