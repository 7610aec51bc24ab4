import { Public } from '@messenger/authentication';
import { GoogleCodeDto, RedirectDto, StartGoogleSignInDto } from '@messenger/dto';
import { Body, Controller, Get, HttpCode, Inject, Post, Query, Redirect, Req, Res, UseFilters } from '@nestjs/common';
import { ApiBearerAuth, ApiFoundResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { ApiProblems, ApiProblemsOf } from '../../openapi/api-problems.decorator.js';
import { UseRateLimit } from '../../rate-limits/use-rate-limit.decorator.js';
import { ProfileCreator } from '../accounts/profile-creator.js';
import { InRefreshCookie, OffersRefreshCookie } from '../refresh-cookie/offers-refresh-cookie.decorator.js';
import type { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
import { IssuedTokens } from '../tokens/issued-tokens.js';
import { TokensView } from '../tokens/tokens.view.js';
import { bindBrowser, browserOf } from './browser-cookie.js';
import { GoogleRedirects } from './google-redirects.js';
import { GoogleUrlView } from './google.views.js';
import { publicUrlOf, requirePublicHost } from './public-url.js';
import { PublicUrlPageFilter } from './public-url-page.filter.js';

/** Whether a person sees the answer, and not a program. */
function acceptsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.toLowerCase().includes('text/html') ?? false;
}

@ApiTags('Auth')
@Controller('v1/auth/google')
export class GoogleController {
  constructor(
    private readonly redirects: GoogleRedirects,
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    private readonly profiles: ProfileCreator,
    private readonly issued: IssuedTokens,
  ) {}

  @Get()
  @Public()
  @UseRateLimit('register')
  @Redirect()
  @ApiOperation({
    summary: 'Sign in with Google',
    description: 'For a browser to open, not to fetch. In the end it comes to `redirect` with a `code` or an `error`.',
  })
  @ApiFoundResponse({ description: 'To Google; on another host name than the public one, there first.' })
  @ApiProblemsOf('BeginGoogleSignIn')
  @ApiProblems({ 400: ['REDIRECT_NOT_ALLOWED'], 409: ['PUBLIC_URL_MISMATCH'] })
  @UseFilters(PublicUrlPageFilter)
  async startGoogleSignIn(
    @Query() start: StartGoogleSignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ url: string }> {
    const onPublicHost = publicUrlOf(request);
    return {
      url: onPublicHost ?? (await this.redirects.signInUrl(bindBrowser(request, reply), start)),
    };
  }

  @Post('link')
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Add Google to my account',
    description:
      'Answers where this browser, and no other, is to go; the sign-in must be under 10 minutes old. It comes to `redirect` with a `code` or an `error`, as a sign-in does.',
  })
  @ApiOkResponse({ type: GoogleUrlView })
  @ApiProblemsOf('BeginGoogleLink')
  @ApiProblems({ 400: ['REDIRECT_NOT_ALLOWED'], 409: ['PUBLIC_URL_MISMATCH'] })
  async linkGoogle(
    @Body() { redirect }: RedirectDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GoogleUrlView> {
    requirePublicHost(request);
    return { url: await this.redirects.linkUrl(bindBrowser(request, reply), redirect) };
  }

  @Get('callback')
  @Public()
  @Redirect()
  @ApiOperation({
    summary: 'Come back from Google',
    description:
      'Where Google sends the browser. `error` of the redirect is one of ACCESS_DENIED, ACCOUNT_EXISTS, EMAIL_NOT_VERIFIED, IDENTITY_TAKEN, GOOGLE_UNAVAILABLE, GOOGLE_REFUSED, ID_TOKEN_INVALID, UNAUTHENTICATED (the session that links has ended), REGISTRATION_CLOSED, one of INVITE_REQUIRED, INVITE_INVALID, INVITE_EXPIRED, INVITE_REVOKED, INVITE_USED_UP (of a new account), or a reason that any request may have.',
  })
  @ApiQuery({ name: 'state', required: false })
  @ApiQuery({ name: 'code', required: false })
  @ApiQuery({ name: 'error', required: false })
  @ApiFoundResponse({
    description:
      'To the redirect, with a one-time `code` (60 seconds, this browser) or an `error`; a browser without a valid state to the default redirect, with OAUTH_STATE_INVALID.',
  })
  @ApiProblemsOf('ReturnFromGoogle')
  async returnFromGoogle(@Query() query: object, @Req() request: FastifyRequest): Promise<{ url: string }> {
    return { url: await this.redirects.handleCallback(query, browserOf(request), acceptsPage(request)) };
  }

  @Post('exchange')
  @Public()
  @UseRateLimit('register')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Exchange the code',
    description:
      'Begins the session. A code works once, for 60 seconds, in the browser that signed in, or with the `codeVerifier` of the native app that began it.',
  })
  @ApiOkResponse({ type: TokensView })
  @ApiProblemsOf('ExchangeGoogleCode')
  @OffersRefreshCookie()
  async exchangeGoogleCode(
    @Body() { code, codeVerifier: appVerifier }: GoogleCodeDto,
    @Req() request: FastifyRequest,
    @InRefreshCookie() cookie: RefreshCookie,
  ): Promise<TokensView> {
    const { tokens } = await this.auth.exchangeGoogleCode({ code, browser: browserOf(request), appVerifier });
    const usable = await this.issued.usable(tokens);
    await this.profiles.createFor(usable);
    return cookie.keep(usable);
  }
}
