import type { FriendRequestSent, Message, User } from '@messenger/proto';
import { toMessageView } from '../chats/chats.views.js';
import { given } from '../services/given.js';
import type { Profiles } from '../users/profiles.js';
import { toUserView } from '../users/user.views.js';
import type { EventData } from './events.views.js';
import type { LoggedEvent } from './logged-event.js';

const REQUEST_STATUS = {
  'subscriber.friend_request_sent.v1': 'pending',
  'subscriber.friend_request_declined.v1': 'declined',
  'subscriber.friend_request_cancelled.v1': 'cancelled',
};

/** The other person of an event between two people, whose profile its data shows; undefined where it shows none. */
export function personShownBy({ type, payload }: LoggedEvent, me: string): string | undefined {
  switch (type) {
    case 'subscriber.friend_request_sent.v1':
    case 'subscriber.friend_request_declined.v1':
    case 'subscriber.friend_request_cancelled.v1':
      return payload.requesterId === me ? payload.recipientId : payload.requesterId;
    case 'subscriber.friendship_started.v1':
    case 'subscriber.friendship_ended.v1':
      return payload.userIds.find((id) => id !== me);
    default:
      return undefined;
  }
}

/** Whether the event shows somebody's profile, which it does not carry. */
export function showsAPerson({ log }: LoggedEvent): boolean {
  return log === 'subscriber';
}

/** What an event says to one of its recipients. */
export function toEventData(event: LoggedEvent, me: string, profileOf: Profiles): EventData {
  const { type, payload } = event;
  const other = (): string => given(personShownBy(event, me));
  switch (type) {
    case 'chat.message_sent.v1':
    case 'chat.message_edited.v1':
    case 'chat.message_deleted.v1':
      return toMessageView(given<Message>(payload.message));
    case 'chat.read.v1':
      return { chatId: payload.chatId, userId: payload.userId, seq: payload.seq };
    case 'user.profile_updated.v1':
      return toUserView(given<User>(payload.user));
    case 'subscriber.friendship_started.v1':
      return { user: profileOf(other()), status: 'confirmed', since: payload.since as Date };
    case 'subscriber.friendship_ended.v1':
      return { user: profileOf(other()) };
    default:
      return toFriendRequest(payload, REQUEST_STATUS[type], me, profileOf);
  }
}

function toFriendRequest(asked: FriendRequestSent, status: string, me: string, profileOf: Profiles): EventData {
  const { friendRequestId: id, requesterId, recipientId, createdAt } = asked;
  const mine = requesterId === me;
  const userId = mine ? recipientId : requesterId;
  const direction = mine ? 'outgoing' : 'incoming';
  return { id, userId, direction, status, createdAt: createdAt as Date, user: profileOf(userId) };
}
