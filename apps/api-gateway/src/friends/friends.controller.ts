import { ListFriendsDto } from '@messenger/dto';
import { Controller, Delete, Get, HttpCode, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UuidPipe } from '../http/uuid.pipe.js';
import { SUBSCRIBER_CLIENT, type SubscriberClient } from '../clients/clients.module.js';
import { ProfilesReader } from '../users/profiles.js';
import { FriendPageView, toFriendView } from './friends.views.js';

@ApiTags('Friends')
@ApiBearerAuth()
@Controller('v1/friends')
export class FriendsController {
  constructor(
    @Inject(SUBSCRIBER_CLIENT) private readonly subscribers: SubscriberClient,
    private readonly profiles: ProfilesReader,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List my friends',
    description: 'Those who confirmed, those I asked who have not yet (`pending`), or both (`all`).',
  })
  @ApiOkResponse({ type: FriendPageView })
  async listFriends(@Query() query: ListFriendsDto): Promise<FriendPageView> {
    const { friends, nextPageToken } = await this.subscribers.listFriends(query);
    const profileOf = await this.profiles.read(friends.map(({ userId }) => userId));
    return { friends: friends.map((friend) => toFriendView(friend, profileOf)), nextPageToken };
  }

  @Delete(':userId')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a friendship', description: 'The history stays readable; sending stops.' })
  @ApiNoContentResponse()
  async removeFriend(@Param('userId', UuidPipe) userId: string): Promise<void> {
    await this.subscribers.removeFriend({ userId });
  }
}
