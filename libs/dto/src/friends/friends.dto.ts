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
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Id } from '../fields/id.js';
import { PageSize, PageToken } from '../fields/paging.js';
import { Optional } from '../fields/text.js';

export const FRIEND_REQUEST_DIRECTIONS = ['incoming', 'outgoing'] as const;
export const FRIEND_STATUSES = ['confirmed', 'pending', 'all'] as const;

export class SendFriendRequestDto implements SendFriendRequestRequest {
  @Id('Whom to ask.')
  userId!: string;
}

export class ListFriendRequestsDto implements ListFriendRequestsRequest {
  @ApiProperty({ enum: FRIEND_REQUEST_DIRECTIONS, default: 'incoming' })
  @Optional()
  @IsIn(FRIEND_REQUEST_DIRECTIONS)
  direction?: (typeof FRIEND_REQUEST_DIRECTIONS)[number];

  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

/** Which request to accept, decline or take back. */
export class FriendRequestIdDto implements AcceptFriendRequestRequest {
  @Id()
  friendRequestId!: string;
}

export class ListFriendsDto implements ListFriendsRequest {
  @ApiProperty({ enum: FRIEND_STATUSES, default: 'confirmed' })
  @Optional()
  @IsIn(FRIEND_STATUSES)
  status?: (typeof FRIEND_STATUSES)[number];

  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

/** The other person: to remove, to block, to unblock, to ask about. */
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
