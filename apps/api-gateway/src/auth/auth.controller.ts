import { Public } from '@messenger/authentication';
import { ChangePasswordDto, LoginDto, RefreshDto, RegisterDto } from '@messenger/dto';
import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { RateLimit } from '../rate-limits/rate-limit.decorator.js';
import { AuthService } from './auth.service.js';
import { JwksView, TokensView } from './auth.views.js';

@ApiTags('Auth')
@Controller()
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('v1/auth/register')
  @Public()
  @RateLimit('register')
  @ApiOperation({ summary: 'Register', description: 'Creates an account, its profile and its first session.' })
  @ApiCreatedResponse({ type: TokensView })
  register(@Body() body: RegisterDto): Promise<TokensView> {
    return this.auth.register(body);
  }

  @Post('v1/auth/login')
  @Public()
  @RateLimit('login')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Log in',
    description: 'Begins a new session. An unknown address and a wrong password get the same answer, in the same time.',
  })
  @ApiOkResponse({ type: TokensView })
  login(@Body() body: LoginDto): Promise<TokensView> {
    return this.auth.login(body);
  }

  @Post('v1/auth/refresh')
  @Public()
  @RateLimit('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Refresh the tokens',
    description:
      'Replaces the refresh token. For 10 seconds the token just replaced gets the very same successor again; an older one revokes the session.',
  })
  @ApiOkResponse({ type: TokensView })
  refresh(@Body() body: RefreshDto): Promise<TokensView> {
    return this.auth.refresh(body);
  }

  @Put('v1/auth/password')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Change the password',
    description:
      'Changes the password, or sets the first one (then the sign-in must be under 10 minutes old), and revokes the other sessions.',
  })
  @ApiNoContentResponse()
  changePassword(@Body() body: ChangePasswordDto): Promise<void> {
    return this.auth.changePassword(body);
  }

  @Get('.well-known/jwks.json')
  @Public()
  @ApiOperation({
    summary: 'Read the signing keys',
    description:
      'The public keys of the access tokens, as a JWK set (RFC 7517): active, next, and for 20 minutes a retired one.',
  })
  @ApiOkResponse({ type: JwksView })
  getJwks(): Promise<JwksView> {
    return this.auth.getJwks();
  }
}
