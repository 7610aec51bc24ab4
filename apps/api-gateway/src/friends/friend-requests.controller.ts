import { ListFriendRequestsDto, SendFriendRequestDto } from '@messenger/dto';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { UuidPipe } from '../http/uuid.pipe.js';
import { required } from '../clients/required.js';
import { SUBSCRIBER_CLIENT, type SubscriberClient } from '../clients/clients.module.js';
import { ProfilesReader } from '../users/profiles.js';
import {
  FriendRequestPageView,
  FriendRequestView,
  toFriendRequestView,
  toListedFriendRequestView,
} from './friends.views.js';

@ApiTags('Friends')
@ApiBearerAuth()
@Controller('v1/friend-requests')
export class FriendRequestsController {
  constructor(
    @Inject(SUBSCRIBER_CLIENT) private readonly subscribers: SubscriberClient,
    private readonly profiles: ProfilesReader,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Ask somebody to be friends',
    description:
      'A repeat changes nothing (200). Where the other has asked already, both become friends (200, `accepted`).',
  })
  @ApiCreatedResponse({ type: FriendRequestView, description: 'Asked.' })
  @ApiOkResponse({ type: FriendRequestView, description: 'Asked before, or friends now.' })
  async sendFriendRequest(
    @Body() body: SendFriendRequestDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FriendRequestView> {
    const { friendRequest, created } = await this.subscribers.sendFriendRequest(body);
    reply.status(created ? 201 : 200);
    return toFriendRequestView(required(friendRequest));
  }

  @Get()
  @ApiOperation({
    summary: 'List pending requests',
    description: 'Those I received, or with `direction=outgoing` those I sent.',
  })
  @ApiOkResponse({ type: FriendRequestPageView })
  async listFriendRequests(@Query() query: ListFriendRequestsDto): Promise<FriendRequestPageView> {
    const { friendRequests, nextPageToken } = await this.subscribers.listFriendRequests(query);
    const profileOf = await this.profiles.read(friendRequests.map(({ userId }) => userId));
    return {
      friendRequests: friendRequests.map((request) => toListedFriendRequestView(request, profileOf)),
      nextPageToken,
    };
  }

  @Post(':friendRequestId/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept a request', description: 'Accepting twice changes nothing.' })
  @ApiOkResponse({ type: FriendRequestView })
  async acceptFriendRequest(@Param('friendRequestId', UuidPipe) friendRequestId: string): Promise<FriendRequestView> {
    const { friendRequest } = await this.subscribers.acceptFriendRequest({ friendRequestId });
    return toFriendRequestView(required(friendRequest));
  }

  @Post(':friendRequestId/decline')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decline a request', description: 'The other may ask again after 24 hours.' })
  @ApiOkResponse({ type: FriendRequestView })
  async declineFriendRequest(@Param('friendRequestId', UuidPipe) friendRequestId: string): Promise<FriendRequestView> {
    const { friendRequest } = await this.subscribers.declineFriendRequest({ friendRequestId });
    return toFriendRequestView(required(friendRequest));
  }

  @Delete(':friendRequestId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take my request back', description: 'While it is pending.' })
  @ApiNoContentResponse()
  async cancelFriendRequest(@Param('friendRequestId', UuidPipe) friendRequestId: string): Promise<void> {
    await this.subscribers.cancelFriendRequest({ friendRequestId });
  }
}
