import { CurrentCaller, type Caller } from '@messenger/authentication';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { UuidPipe } from '../../http/uuid.pipe.js';
import { RevokedSessions } from '../guard/revoked-sessions.js';
import { InRefreshCookie, OffersRefreshCookie } from '../refresh-cookie/offers-refresh-cookie.decorator.js';
import type { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
import { SessionsView, toSessionView } from './sessions.views.js';

@ApiTags('Auth')
@ApiBearerAuth()
@Controller('v1/auth')
export class SessionsController {
  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    private readonly revokedSessions: RevokedSessions,
  ) {}

  @Post('logout')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Log out',
    description: 'Revokes this session; its access tokens are refused from then on.',
  })
  @ApiNoContentResponse()
  @OffersRefreshCookie()
  async logout(@CurrentCaller() { sessionId }: Caller, @InRefreshCookie() cookie: RefreshCookie): Promise<void> {
    await this.auth.logout({});
    // At once in this gateway; the others refuse its tokens when the event reaches them.
    this.revokedSessions.add(sessionId);
    cookie.clear();
  }

  @Get('sessions')
  @ApiOperation({ summary: 'List my devices', description: 'Live sessions, last used first.' })
  @ApiOkResponse({ type: SessionsView })
  async listSessions(): Promise<SessionsView> {
    const { sessions } = await this.auth.listSessions({});
    return { sessions: sessions.map(toSessionView) };
  }

  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign a device out', description: 'Revokes one of my sessions.' })
  @ApiNoContentResponse()
  async revokeSession(@Param('sessionId', UuidPipe) sessionId: string): Promise<void> {
    await this.auth.revokeSession({ sessionId });
    this.revokedSessions.add(sessionId);
  }
}
