import { ListBlocksDto } from '@messenger/dto';
import { Controller, Delete, Get, HttpCode, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UuidPipe } from '../http/uuid.pipe.js';
import { SUBSCRIBER_CLIENT, type SubscriberClient } from '../clients/clients.module.js';
import { ProfilesReader } from '../users/profiles.js';
import { BlockPageView, toBlockView } from './friends.views.js';

@ApiTags('Friends')
@ApiBearerAuth()
@Controller('v1/blocks')
export class BlocksController {
  constructor(
    @Inject(SUBSCRIBER_CLIENT) private readonly subscribers: SubscriberClient,
    private readonly profiles: ProfilesReader,
  ) {}

  @Put(':userId')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Block somebody',
    description: 'Ends the friendship, and refuses requests and messages both ways.',
  })
  @ApiNoContentResponse()
  async blockUser(@Param('userId', UuidPipe) userId: string): Promise<void> {
    await this.subscribers.blockUser({ userId });
  }

  @Delete(':userId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Unblock somebody', description: 'The friendship does not come back by itself.' })
  @ApiNoContentResponse()
  async unblockUser(@Param('userId', UuidPipe) userId: string): Promise<void> {
    await this.subscribers.unblockUser({ userId });
  }

  @Get()
  @ApiOperation({ summary: 'List whom I have blocked', description: 'The latest first.' })
  @ApiOkResponse({ type: BlockPageView })
  async listBlocks(@Query() query: ListBlocksDto): Promise<BlockPageView> {
    const { blocks, nextPageToken } = await this.subscribers.listBlocks(query);
    const profileOf = await this.profiles.read(blocks.map(({ userId }) => userId));
    return { blocks: blocks.map((block) => toBlockView(block, profileOf)), nextPageToken };
  }
}
