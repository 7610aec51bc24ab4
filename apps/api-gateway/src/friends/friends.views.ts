import type { Block, Friend, FriendRequest } from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';
import type { ProfileLookup } from '../users/profiles.js';
import { ProfileView } from '../users/user.views.js';

export class FriendRequestView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid', description: 'The other person.' })
  userId!: string;

  @ApiProperty({ enum: ['incoming', 'outgoing'] })
  direction!: string;

  @ApiProperty({ enum: ['pending', 'accepted', 'declined', 'cancelled'], description: 'cancelled: in events alone.' })
  status!: string;

  @ApiProperty()
  createdAt!: Date;
}

export class ListedFriendRequestView extends FriendRequestView {
  @ApiProperty({ type: ProfileView })
  user!: ProfileView;
}

export class FriendRequestPageView {
  @ApiProperty({ type: [ListedFriendRequestView], description: 'Newest first.' })
  friendRequests!: ListedFriendRequestView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

export class FriendView {
  @ApiProperty({ type: ProfileView })
  user!: ProfileView;

  @ApiProperty({ enum: ['confirmed', 'pending'], description: 'pending: I asked, and there is no answer yet.' })
  status!: string;

  @ApiProperty({ description: 'When the friendship began, or I asked.' })
  since!: Date;
}

export class FriendPageView {
  @ApiProperty({ type: [FriendView], description: 'Newest first.' })
  friends!: FriendView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

export class BlockView {
  @ApiProperty({ type: ProfileView })
  user!: ProfileView;

  @ApiProperty()
  createdAt!: Date;
}

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
