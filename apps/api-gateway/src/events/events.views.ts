import { EXAMPLE_IDS } from '@messenger/dto';
import type { LoggedEventType } from '@messenger/events';
import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { MessageView } from '../chats/chats.views.js';
import { FriendView, ListedFriendRequestView } from '../friends/friends.views.js';
import { ProfileView, UserView } from '../users/user.views.js';

@ApiSchema({ description: 'How far somebody has read in a chat.' })
export class ChatReadView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.chat, description: 'The chat.' })
  chatId!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.grace, description: 'Who has read.' })
  userId!: string;

  @ApiProperty({ type: 'integer', example: 7, description: 'Up to here.' })
  seq!: number;
}

@ApiSchema({ description: 'Somebody who was a friend.' })
export class FormerFriendView {
  @ApiProperty({ type: ProfileView, description: 'Who was a friend.' })
  user!: ProfileView;
}

class AnyEventView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.event, description: 'The same wherever the event is seen.' })
  id!: string;

  @ApiProperty({ description: 'When it happened.' })
  time!: Date;
}

@ApiSchema({ description: 'A message was sent, edited or deleted.' })
export class MessageEventView extends AnyEventView {
  @ApiProperty({
    enum: ['chat.message_sent.v1', 'chat.message_edited.v1', 'chat.message_deleted.v1'],
    description: 'What happened.',
  })
  type!: Extract<LoggedEventType, `chat.message_${string}`>;

  @ApiProperty({ type: MessageView, description: 'As the event left it.' })
  data!: MessageView;
}

@ApiSchema({ description: 'Somebody has read messages of a chat, maybe I on another device.' })
export class ChatReadEventView extends AnyEventView {
  @ApiProperty({ enum: ['chat.read.v1'], description: 'What happened.' })
  type!: 'chat.read.v1';

  @ApiProperty({ type: ChatReadView, description: 'Who has read how far.' })
  data!: ChatReadView;
}

@ApiSchema({ description: 'A friend request was sent, declined or cancelled.' })
export class FriendRequestEventView extends AnyEventView {
  @ApiProperty({
    enum: [
      'subscriber.friend_request_sent.v1',
      'subscriber.friend_request_declined.v1',
      'subscriber.friend_request_cancelled.v1',
    ],
    description: 'What happened.',
  })
  type!: Extract<LoggedEventType, `subscriber.friend_request_${string}`>;

  @ApiProperty({ type: ListedFriendRequestView, description: 'As I see it.' })
  data!: ListedFriendRequestView;
}

@ApiSchema({ description: 'We became friends.' })
export class FriendshipStartedEventView extends AnyEventView {
  @ApiProperty({ enum: ['subscriber.friendship_started.v1'], description: 'What happened.' })
  type!: 'subscriber.friendship_started.v1';

  @ApiProperty({ type: FriendView, description: 'The new friend.' })
  data!: FriendView;
}

@ApiSchema({ description: 'We are friends no more.' })
export class FriendshipEndedEventView extends AnyEventView {
  @ApiProperty({ enum: ['subscriber.friendship_ended.v1'], description: 'What happened.' })
  type!: 'subscriber.friendship_ended.v1';

  @ApiProperty({ type: FormerFriendView, description: 'Who is no friend any more.' })
  data!: FormerFriendView;
}

@ApiSchema({ description: 'My profile has changed.' })
export class ProfileEventView extends AnyEventView {
  @ApiProperty({ enum: ['user.profile_updated.v1'], description: 'What happened.' })
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
@ApiSchema({ description: 'A page of what happened to me.' })
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
