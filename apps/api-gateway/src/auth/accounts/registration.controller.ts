import { Public } from '@messenger/authentication';
import { RegisterDto } from '@messenger/dto';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { UseRateLimit } from '../../rate-limits/use-rate-limit.decorator.js';
import { HASHING_DEADLINE_MS } from '../hashing-deadline.js';
import { InRefreshCookie, OffersRefreshCookie } from '../refresh-cookie/offers-refresh-cookie.decorator.js';
import type { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
import { IssuedTokens } from '../tokens/issued-tokens.js';
import { TokensView } from '../tokens/tokens.view.js';
import { ProfileCreator } from './profile-creator.js';

@ApiTags('Auth')
@Controller('v1/auth/register')
export class RegistrationController {
  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    private readonly profiles: ProfileCreator,
    private readonly issued: IssuedTokens,
  ) {}

  @Post()
  @Public()
  @UseRateLimit('register')
  @ApiOperation({ summary: 'Register', description: 'Creates an account, its profile and its first session.' })
  @ApiCreatedResponse({ type: TokensView })
  @OffersRefreshCookie()
  async register(@Body() body: RegisterDto, @InRefreshCookie() cookie: RefreshCookie): Promise<TokensView> {
    const { tokens } = await this.auth.register(body, { deadlineMs: HASHING_DEADLINE_MS });
    const usable = await this.issued.usable(tokens);
    await this.profiles.createFor(usable);
    return cookie.keep(usable);
  }
}
