import type {
  AcceptFriendRequestRequest,
  BlockUserRequest,
  CheckFriendshipRequest,
  CompareFriendshipsRequest,
  FriendshipState,
  ListBlocksRequest,
  ListFriendRequestsRequest,
  ListFriendsRequest,
  RemoveFriendRequest,
  SendFriendRequestRequest,
} from '@messenger/proto';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { Convert } from '../fields/convert.js';
import { Describe, DescribeModel } from '../fields/describe.js';
import { Id } from '../fields/id.js';
import { PageSize, PageToken } from '../fields/paging.js';
import { Optional } from '../fields/text.js';

export const FRIEND_REQUEST_DIRECTIONS = ['incoming', 'outgoing'] as const;
export const FRIEND_STATUSES = ['confirmed', 'pending', 'all'] as const;

@DescribeModel('Whom to ask.')
export class SendFriendRequestDto implements SendFriendRequestRequest {
  @Id('Whom to ask.')
  userId!: string;
}

export class ListFriendRequestsDto implements ListFriendRequestsRequest {
  @Describe({
    enum: [...FRIEND_REQUEST_DIRECTIONS],
    default: 'incoming',
    description: 'Those to me, or those of mine.',
  })
  @Optional()
  @IsIn(FRIEND_REQUEST_DIRECTIONS)
  direction?: (typeof FRIEND_REQUEST_DIRECTIONS)[number];

  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

/** The request to accept, decline or cancel. */
export class FriendRequestIdDto implements AcceptFriendRequestRequest {
  @Id()
  friendRequestId!: string;
}

export class ListFriendsDto implements ListFriendsRequest {
  @Describe({
    enum: [...FRIEND_STATUSES],
    default: 'confirmed',
    description: 'Those who confirmed, those I asked who have not yet, or both.',
  })
  @Optional()
  @IsIn(FRIEND_STATUSES)
  status?: (typeof FRIEND_STATUSES)[number];

  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

/** The user to remove, block or unblock, or whose friendship to check. */
export class OtherUserDto implements RemoveFriendRequest, BlockUserRequest, CheckFriendshipRequest {
  @Id()
  userId!: string;
}

/** A pair as a projection has it. */
export class FriendshipStateDto implements FriendshipState {
  @Id()
  userLow!: string;

  @Id()
  userHigh!: string;

  @IsBoolean()
  friends!: boolean;

  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  version!: number;
}

export const MAX_COMPARED_FRIENDSHIPS = 500;

export class CompareFriendshipsDto implements CompareFriendshipsRequest {
  @IsArray()
  @ArrayMaxSize(MAX_COMPARED_FRIENDSHIPS)
  @ValidateNested({ each: true })
  @Convert((pairs) => (pairs as object[]).map((pair) => Object.assign(new FriendshipStateDto(), pair)))
  friendships!: FriendshipStateDto[];
}

export class ListBlocksDto implements ListBlocksRequest {
  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}
