import { SearchUsersDto, UpdateMeDto } from '@messenger/dto';
import { Body, Controller, Get, Inject, Param, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UseRateLimit } from '../rate-limits/use-rate-limit.decorator.js';
import { UuidPipe } from '../http/uuid.pipe.js';
import { required } from '../clients/required.js';
import { USER_CLIENT, type UserClient } from '../clients/clients.module.js';
import { toUserView, UserPageView, UserView } from './user.views.js';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('v1/users')
export class UsersController {
  constructor(@Inject(USER_CLIENT) private readonly users: UserClient) {}

  @Get('me')
  @ApiOperation({ summary: 'Read my profile', description: 'Made at registration, with a nickname to begin with.' })
  @ApiOkResponse({ type: UserView })
  async getMe(): Promise<UserView> {
    const { user } = await this.users.getMe({});
    return toUserView(required(user));
  }

  @Patch('me')
  @ApiOperation({
    summary: 'Edit my profile',
    description: 'Changes the fields that are there. A nickname is unique whatever the case.',
  })
  @ApiOkResponse({ type: UserView })
  async updateMe(@Body() body: UpdateMeDto): Promise<UserView> {
    const { user } = await this.users.updateMe(body);
    return toUserView(required(user));
  }

  @Get()
  @UseRateLimit('search')
  @ApiOperation({
    summary: 'Find people',
    description:
      'By nickname: the exact one first, then those it begins, then similar ones. `%` and `_` are plain characters.',
  })
  @ApiOkResponse({ type: UserPageView })
  async searchUsers(@Query() query: SearchUsersDto): Promise<UserPageView> {
    const { users, nextPageToken } = await this.users.searchUsers(query);
    return { users: users.map(toUserView), nextPageToken };
  }

  @Get(':userId')
  @ApiOperation({ summary: "Read somebody's profile", description: "Anyone's; profiles are public." })
  @ApiOkResponse({ type: UserView })
  async getUser(@Param('userId', UuidPipe) userId: string): Promise<UserView> {
    const { user } = await this.users.getUser({ userId });
    return toUserView(required(user));
  }
}
