import { CurrentCaller, Public, type Caller } from '@messenger/authentication';
import {
  CompareFriendshipsDto,
  FriendRequestIdDto,
  ListBlocksDto,
  ListFriendRequestsDto,
  ListFriendsDto,
  OtherUserDto,
  SendFriendRequestDto,
} from '@messenger/dto';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  SubscriberServiceService,
  type AcceptFriendRequestResponse,
  type BlockUserResponse,
  type CancelFriendRequestResponse,
  type CheckFriendshipResponse,
  type CompareFriendshipsResponse,
  type DeclineFriendRequestResponse,
  type ListBlocksResponse,
  type ListFriendRequestsResponse,
  type ListFriendsResponse,
  type RemoveFriendResponse,
  type SendFriendRequestResponse,
  type SubscriberService,
  type UnblockUserResponse,
} from '@messenger/proto';
import { BlocksService } from './blocks/blocks.service.js';
import { FriendRequestsService } from './friend-requests/friend-requests.service.js';
import { FriendshipsService } from './friendships/friendships.service.js';

@GrpcController(SubscriberServiceService)
export class SubscriberController implements RpcHandlers<SubscriberService> {
  constructor(
    private readonly requests: FriendRequestsService,
    private readonly friendships: FriendshipsService,
    private readonly blocks: BlocksService,
  ) {}

  async sendFriendRequest(
    { userId }: SendFriendRequestDto,
    @CurrentCaller() caller: Caller,
  ): Promise<SendFriendRequestResponse> {
    return this.requests.send(caller.userId, userId);
  }

  async listFriendRequests(
    request: ListFriendRequestsDto,
    @CurrentCaller() caller: Caller,
  ): Promise<ListFriendRequestsResponse> {
    const { items, nextPageToken } = await this.requests.list(caller.userId, request);
    return { friendRequests: items, nextPageToken };
  }

  async acceptFriendRequest(
    { friendRequestId }: FriendRequestIdDto,
    @CurrentCaller() caller: Caller,
  ): Promise<AcceptFriendRequestResponse> {
    return { friendRequest: await this.requests.accept(caller.userId, friendRequestId) };
  }

  async declineFriendRequest(
    { friendRequestId }: FriendRequestIdDto,
    @CurrentCaller() caller: Caller,
  ): Promise<DeclineFriendRequestResponse> {
    return { friendRequest: await this.requests.decline(caller.userId, friendRequestId) };
  }

  async cancelFriendRequest(
    { friendRequestId }: FriendRequestIdDto,
    @CurrentCaller() caller: Caller,
  ): Promise<CancelFriendRequestResponse> {
    await this.requests.cancel(caller.userId, friendRequestId);
    return {};
  }

  async listFriends(request: ListFriendsDto, @CurrentCaller() caller: Caller): Promise<ListFriendsResponse> {
    const { items, nextPageToken } = await this.friendships.list(caller.userId, request);
    return { friends: items, nextPageToken };
  }

  async removeFriend({ userId }: OtherUserDto, @CurrentCaller() caller: Caller): Promise<RemoveFriendResponse> {
    await this.friendships.remove(caller.userId, userId);
    return {};
  }

  async blockUser({ userId }: OtherUserDto, @CurrentCaller() caller: Caller): Promise<BlockUserResponse> {
    await this.blocks.block(caller.userId, userId);
    return {};
  }

  async unblockUser({ userId }: OtherUserDto, @CurrentCaller() caller: Caller): Promise<UnblockUserResponse> {
    await this.blocks.unblock(caller.userId, userId);
    return {};
  }

  async listBlocks(request: ListBlocksDto, @CurrentCaller() caller: Caller): Promise<ListBlocksResponse> {
    const { items, nextPageToken } = await this.blocks.list(caller.userId, request);
    return { blocks: items, nextPageToken };
  }

  async checkFriendship({ userId }: OtherUserDto, @CurrentCaller() caller: Caller): Promise<CheckFriendshipResponse> {
    return { friends: await this.friendships.areFriends(caller.userId, userId) };
  }

  @Public()
  async compareFriendships({ friendships }: CompareFriendshipsDto): Promise<CompareFriendshipsResponse> {
    return { corrections: await this.friendships.compare(friendships) };
  }
}
