import { CurrentCaller, Public, type Caller } from '@messenger/authentication';
import { BatchGetUsersDto, GetAvatarDto, GetUserDto, SearchUsersDto, SetAvatarDto, UpdateMeDto } from '@messenger/dto';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  UserServiceService,
  type Complete,
  type BatchGetUsersResponse,
  type DeleteAvatarResponse,
  type GetAvatarResponse,
  type GetMeResponse,
  type GetUserResponse,
  type SearchUsersResponse,
  type SetAvatarResponse,
  type UpdateMeResponse,
  type UserService,
} from '@messenger/proto';
import { Payload } from '@nestjs/microservices';
import { AvatarsService } from './avatars/avatars.service.js';
import { toProfileChanges, toUser } from './profiles/profile.mapper.js';
import { ProfilesService } from './profiles/profiles.service.js';
import { SearchService } from './search/search.service.js';

@GrpcController(UserServiceService)
export class UserController implements RpcHandlers<UserService> {
  constructor(
    private readonly profiles: ProfilesService,
    private readonly avatars: AvatarsService,
    private readonly search: SearchService,
  ) {}

  async getMe(_request: object, @CurrentCaller() { userId }: Caller): Promise<Complete<GetMeResponse>> {
    return { user: toUser(await this.profiles.getMe(userId)) };
  }

  async updateMe(request: UpdateMeDto, @CurrentCaller() { userId }: Caller): Promise<Complete<UpdateMeResponse>> {
    return { user: toUser(await this.profiles.updateMe(userId, toProfileChanges(request))) };
  }

  async setAvatar({ image }: SetAvatarDto, @CurrentCaller() { userId }: Caller): Promise<Complete<SetAvatarResponse>> {
    return { user: toUser(await this.avatars.set(userId, image)) };
  }

  async deleteAvatar(_request: object, @CurrentCaller() { userId }: Caller): Promise<DeleteAvatarResponse> {
    await this.avatars.remove(userId);
    return {};
  }

  @Public()
  async getAvatar(@Payload() { hash }: GetAvatarDto): Promise<GetAvatarResponse> {
    return { webp: await this.avatars.read(hash) };
  }

  async getUser(@Payload() { userId }: GetUserDto): Promise<Complete<GetUserResponse>> {
    return { user: toUser(await this.profiles.get(userId)) };
  }

  async searchUsers(@Payload() request: SearchUsersDto): Promise<Complete<SearchUsersResponse>> {
    const { items, nextPageToken } = await this.search.search(request);
    return { users: items.map(toUser), nextPageToken };
  }

  async batchGetUsers(@Payload() { userIds }: BatchGetUsersDto): Promise<Complete<BatchGetUsersResponse>> {
    const profiles = await this.profiles.getMany(userIds);
    return { users: profiles.map(toUser) };
  }
}
