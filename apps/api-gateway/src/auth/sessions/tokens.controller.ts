import { Public } from '@messenger/authentication';
import { LoginDto, RefreshDto } from '@messenger/dto';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { ApiProblemsOf } from '../../openapi/api-problems.decorator.js';
import { UseRateLimit } from '../../rate-limits/use-rate-limit.decorator.js';
import { HASHING_DEADLINE_MS } from '../hashing-deadline.js';
import { InRefreshCookie, OffersRefreshCookie } from '../refresh-cookie/offers-refresh-cookie.decorator.js';
import type { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
import { IssuedTokens } from '../tokens/issued-tokens.js';
import { TokensView } from '../tokens/tokens.view.js';

@ApiTags('Auth')
@Public()
@Controller('v1/auth')
export class TokensController {
  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    private readonly issued: IssuedTokens,
  ) {}

  @Post('login')
  @UseRateLimit('login')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Log in',
    description: 'Begins a new session. An unknown address and a wrong password get the same answer, in the same time.',
  })
  @ApiOkResponse({ type: TokensView })
  @OffersRefreshCookie()
  async login(@Body() body: LoginDto, @InRefreshCookie() cookie: RefreshCookie): Promise<TokensView> {
    const { tokens } = await this.auth.login(body, { deadlineMs: HASHING_DEADLINE_MS });
    return cookie.keep(await this.issued.usable(tokens));
  }

  @Post('refresh')
  @UseRateLimit('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Refresh the tokens',
    description:
      'Replaces the refresh token. The token just replaced gets the very same successor again, until 10 seconds after that was first used: a lost answer signs nobody out. An older one revokes the session.',
  })
  @ApiOkResponse({ type: TokensView })
  async refresh(@Body() body: RefreshDto): Promise<TokensView> {
    const { tokens } = await this.auth.refresh(body);
    return this.issued.usable(tokens);
  }

  @Post('refresh/cookie')
  @UseRateLimit('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Refresh by the cookie',
    description: 'The same for a browser that keeps the refresh token in its cookie. Needs the header.',
  })
  @ApiOkResponse({ type: TokensView })
  @ApiProblemsOf('Refresh')
  @OffersRefreshCookie({ required: true })
  async refreshByCookie(@InRefreshCookie() cookie: RefreshCookie): Promise<TokensView> {
    const refreshToken = cookie.refreshToken();
    const { tokens } = await this.auth.refresh({ refreshToken }).catch((error: unknown) => cookie.clearAfter(error));
    return cookie.keep(await this.issued.usable(tokens));
  }
}
