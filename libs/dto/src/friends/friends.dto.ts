import type {
  AcceptFriendRequestRequest,
  BlockUserRequest,
  CheckFriendshipRequest,
  ListBlocksRequest,
  ListFriendRequestsRequest,
  ListFriendsRequest,
  RemoveFriendRequest,
  SendFriendRequestRequest,
} from '@messenger/proto';
import { IsIn } from 'class-validator';
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

export class ListBlocksDto implements ListBlocksRequest {
  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}
