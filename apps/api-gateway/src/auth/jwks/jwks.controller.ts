import { Public } from '@messenger/authentication';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { JwksView } from './jwks.views.js';

@ApiTags('Auth')
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(@Inject(AUTH_CLIENT) private readonly auth: AuthClient) {}

  @Get()
  @Public()
  @ApiOperation({
    summary: 'Read the signing keys',
    description:
      'The public keys of the access tokens, as a JWK set (RFC 7517): active, next, and for 20 minutes a retired one.',
  })
  @ApiOkResponse({ type: JwksView })
  getJwks(): Promise<JwksView> {
    return this.auth.getJwks({});
  }
}
