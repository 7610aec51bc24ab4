import { SearchUsersDto, UpdateMeDto } from '@messenger/dto';
import { Body, Controller, Get, Inject, Param, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RateLimit } from '../rate-limits/rate-limit.decorator.js';
import { UuidPipe } from '../requests/uuid.pipe.js';
import { given } from '../services/given.js';
import { USER_CLIENT, type UserClient } from '../services/services.module.js';
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
    return toUserView(given(user));
  }

  @Patch('me')
  @ApiOperation({
    summary: 'Edit my profile',
    description: 'Changes the fields that are there. A nickname is unique whatever the case.',
  })
  @ApiOkResponse({ type: UserView })
  async updateMe(@Body() body: UpdateMeDto): Promise<UserView> {
    const { user } = await this.users.updateMe(body);
    return toUserView(given(user));
  }

  @Get(':userId')
  @ApiOperation({ summary: "Read somebody's profile", description: "Anyone's; profiles are public." })
  @ApiOkResponse({ type: UserView })
  async getUser(@Param('userId', UuidPipe) userId: string): Promise<UserView> {
    const { user } = await this.users.getUser({ userId });
    return toUserView(given(user));
  }

  @Get()
  @RateLimit('search')
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
}
