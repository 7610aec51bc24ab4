import type { LoggedEventType } from '@messenger/events';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { MessageView } from '../chats/chats.views.js';
import { FriendView, ListedFriendRequestView } from '../friends/friends.views.js';
import { ProfileView, UserView } from '../users/user.views.js';

export class ChatReadView {
  @ApiProperty({ format: 'uuid' })
  chatId!: string;

  @ApiProperty({ format: 'uuid', description: 'Who has read.' })
  userId!: string;

  @ApiProperty({ type: 'integer', example: 7, description: 'Up to here.' })
  seq!: number;
}

export class FormerFriendView {
  @ApiProperty({ type: ProfileView })
  user!: ProfileView;
}

class AnyEventView {
  @ApiProperty({ format: 'uuid', description: 'The same wherever the event is seen.' })
  id!: string;

  @ApiProperty()
  time!: Date;
}

export class MessageEventView extends AnyEventView {
  @ApiProperty({ enum: ['chat.message_sent.v1', 'chat.message_edited.v1', 'chat.message_deleted.v1'] })
  type!: Extract<LoggedEventType, `chat.message_${string}`>;

  @ApiProperty({ type: MessageView, description: 'As the event left it.' })
  data!: MessageView;
}

export class ChatReadEventView extends AnyEventView {
  @ApiProperty({ enum: ['chat.read.v1'] })
  type!: 'chat.read.v1';

  @ApiProperty({ type: ChatReadView })
  data!: ChatReadView;
}

export class FriendRequestEventView extends AnyEventView {
  @ApiProperty({
    enum: [
      'subscriber.friend_request_sent.v1',
      'subscriber.friend_request_declined.v1',
      'subscriber.friend_request_cancelled.v1',
    ],
  })
  type!: Extract<LoggedEventType, `subscriber.friend_request_${string}`>;

  @ApiProperty({ type: ListedFriendRequestView, description: 'As I see it.' })
  data!: ListedFriendRequestView;
}

export class FriendshipStartedEventView extends AnyEventView {
  @ApiProperty({ enum: ['subscriber.friendship_started.v1'] })
  type!: 'subscriber.friendship_started.v1';

  @ApiProperty({ type: FriendView })
  data!: FriendView;
}

export class FriendshipEndedEventView extends AnyEventView {
  @ApiProperty({ enum: ['subscriber.friendship_ended.v1'] })
  type!: 'subscriber.friendship_ended.v1';

  @ApiProperty({ type: FormerFriendView })
  data!: FormerFriendView;
}

export class ProfileEventView extends AnyEventView {
  @ApiProperty({ enum: ['user.profile_updated.v1'] })
  type!: 'user.profile_updated.v1';

  @ApiProperty({ type: UserView, description: 'My profile.' })
  data!: UserView;
}

/** One class per shape of `data`, each with the event types of that shape. */
export const EVENT_VIEWS = [
  MessageEventView,
  ChatReadEventView,
  FriendRequestEventView,
  FriendshipStartedEventView,
  FriendshipEndedEventView,
  ProfileEventView,
];

export type EventView = InstanceType<(typeof EVENT_VIEWS)[number]>;
export type EventData = EventView['data'];

@ApiExtraModels(...EVENT_VIEWS)
export class EventPageView {
  @ApiProperty({
    type: 'array',
    items: { oneOf: EVENT_VIEWS.map((view) => ({ $ref: getSchemaPath(view) })) },
    description: "In each service's order.",
  })
  events!: EventView[];

  @ApiProperty({ example: 'djEuMTIuNS45MDA', description: 'Where this answer ends.' })
  nextCursor!: string;

  @ApiProperty({ description: 'Whether more has happened already.' })
  hasMore!: boolean;
}
