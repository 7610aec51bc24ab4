import { CreateInviteDto, ListInvitesDto } from '@messenger/dto';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../clients/clients.module.js';
import { required } from '../clients/required.js';
import { UuidPipe } from '../http/uuid.pipe.js';
import { InvitePageView, NewInviteView, toInviteView } from './invites.views.js';

@ApiTags('Invites')
@ApiBearerAuth()
@Controller('v1/invites')
export class InvitesController {
  constructor(@Inject(AUTH_CLIENT) private readonly auth: AuthClient) {}

  @Post()
  @ApiOperation({
    summary: 'Invite somebody',
    description:
      'Makes a link by which others create accounts here: `maxUses` of them, for `expiresInDays`. The code is shown this once. The server keeps who has invited whom.',
  })
  @ApiCreatedResponse({ type: NewInviteView })
  async createInvite(@Body() body: CreateInviteDto): Promise<NewInviteView> {
    const { invite, code, url } = await this.auth.createInvite(body);
    return { invite: toInviteView(required(invite)), code, url };
  }

  @Get()
  @ApiOperation({
    summary: 'List my invites',
    description: 'The newest first; those that have ended, for 30 days after their expiry.',
  })
  @ApiOkResponse({ type: InvitePageView })
  async listInvites(@Query() query: ListInvitesDto): Promise<InvitePageView> {
    const { invites, nextPageToken } = await this.auth.listInvites(query);
    return { invites: invites.map(toInviteView), nextPageToken };
  }

  @Delete(':inviteId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take an invite back', description: 'Nobody comes in by it any more; who has, stays.' })
  @ApiNoContentResponse()
  async revokeInvite(@Param('inviteId', UuidPipe) inviteId: string): Promise<void> {
    await this.auth.revokeInvite({ inviteId });
  }
}
