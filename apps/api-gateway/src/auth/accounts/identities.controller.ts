import { Controller, Delete, Get, HttpCode, Inject, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UuidPipe } from '../../http/uuid.pipe.js';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';
import { IdentitiesView, toIdentityView } from './identities.views.js';

@ApiTags('Auth')
@ApiBearerAuth()
@Controller('v1/auth/identities')
export class IdentitiesController {
  constructor(@Inject(AUTH_CLIENT) private readonly auth: AuthClient) {}

  @Get()
  @ApiOperation({ summary: 'List my identities', description: 'The ways in besides a password, oldest first.' })
  @ApiOkResponse({ type: IdentitiesView })
  async listIdentities(): Promise<IdentitiesView> {
    const { identities } = await this.auth.listIdentities({});
    return { identities: identities.map(toIdentityView) };
  }

  @Delete(':identityId')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Drop an identity',
    description: 'Nobody signs in by it any more; the other sessions are revoked. The last way in cannot be dropped.',
  })
  @ApiNoContentResponse()
  async removeIdentity(@Param('identityId', UuidPipe) identityId: string): Promise<void> {
    await this.auth.removeIdentity({ identityId });
  }
}
