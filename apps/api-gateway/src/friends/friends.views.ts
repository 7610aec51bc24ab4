import { EXAMPLE_IDS } from '@messenger/dto';
import type { Block, Friend, FriendRequest } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ProfileLookup } from '../users/profiles.js';
import { ProfileView } from '../users/user.views.js';

@ApiSchema({ description: 'A friend request, as one of the two sees it.' })
export class FriendRequestView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.friendRequest, description: 'Names the request.' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.grace, description: 'The other person.' })
  userId!: string;

  @ApiProperty({ enum: ['incoming', 'outgoing'], description: 'Whether I was asked, or I asked.' })
  direction!: string;

  @ApiProperty({ enum: ['pending', 'accepted', 'declined', 'cancelled'], description: 'cancelled: in events alone.' })
  status!: string;

  @ApiProperty({ description: 'When it was sent.' })
  createdAt!: Date;
}

@ApiSchema({ description: 'A friend request with the profile of the other person.' })
export class ListedFriendRequestView extends FriendRequestView {
  @ApiProperty({ type: ProfileView, description: 'The other person.' })
  user!: ProfileView;
}

@ApiSchema({ description: 'A page of pending requests.' })
export class FriendRequestPageView {
  @ApiProperty({ type: [ListedFriendRequestView], description: 'Newest first.' })
  friendRequests!: ListedFriendRequestView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

@ApiSchema({ description: 'A friend, or somebody I have asked.' })
export class FriendView {
  @ApiProperty({ type: ProfileView, description: 'The friend.' })
  user!: ProfileView;

  @ApiProperty({ enum: ['confirmed', 'pending'], description: 'pending: I asked, and there is no answer yet.' })
  status!: string;

  @ApiProperty({ description: 'When the friendship began, or I asked.' })
  since!: Date;
}

@ApiSchema({ description: 'A page of my friends.' })
export class FriendPageView {
  @ApiProperty({ type: [FriendView], description: 'Newest first.' })
  friends!: FriendView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

@ApiSchema({ description: 'Somebody I have blocked.' })
export class BlockView {
  @ApiProperty({ type: ProfileView, description: 'Whom I have blocked.' })
  user!: ProfileView;

  @ApiProperty({ description: 'When I blocked them.' })
  createdAt!: Date;
}

@ApiSchema({ description: 'A page of those I have blocked.' })
export class BlockPageView {
  @ApiProperty({ type: [BlockView], description: 'Newest first.' })
  blocks!: BlockView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

export function toFriendRequestView({ id, userId, direction, status, createdAt }: FriendRequest): FriendRequestView {
  return { id, userId, direction, status, createdAt: createdAt as Date };
}

export function toListedFriendRequestView(request: FriendRequest, profileOf: ProfileLookup): ListedFriendRequestView {
  return { ...toFriendRequestView(request), user: profileOf(request.userId) };
}

export function toFriendView({ userId, status, since }: Friend, profileOf: ProfileLookup): FriendView {
  return { user: profileOf(userId), status, since: since as Date };
}

export function toBlockView({ userId, createdAt }: Block, profileOf: ProfileLookup): BlockView {
  return { user: profileOf(userId), createdAt: createdAt as Date };
}
