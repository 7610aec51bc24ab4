import type { FriendRequestSent, Message, User } from '@messenger/proto';
import { toMessageView } from '../chats/chats.views.js';
import { required } from '../clients/required.js';
import type { ProfileLookup } from '../users/profiles.js';
import { toUserView } from '../users/user.views.js';
import type { EventData } from './events.views.js';
import type { DecodedEvent } from './decoded-event.js';

const REQUEST_STATUS = {
  'subscriber.friend_request_sent.v1': 'pending',
  'subscriber.friend_request_declined.v1': 'declined',
  'subscriber.friend_request_cancelled.v1': 'cancelled',
};

/** The user whose profile the event's data shows: the other one of the two whom it concerns. Undefined where it shows none. */
export function shownUserId({ type, payload }: DecodedEvent, me: string): string | undefined {
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

/** Whether the event's data shows a profile, which its payload does not have. */
export function showsProfile({ log }: DecodedEvent): boolean {
  return log === 'subscriber';
}

/** The `data` of an event as one of its recipients sees it. */
export function toEventData(event: DecodedEvent, me: string, profileOf: ProfileLookup): EventData {
  const { type, payload } = event;
  const other = (): string => required(shownUserId(event, me));
  switch (type) {
    case 'chat.message_sent.v1':
    case 'chat.message_edited.v1':
    case 'chat.message_deleted.v1':
      return toMessageView(required<Message>(payload.message));
    case 'chat.read.v1':
      return { chatId: payload.chatId, userId: payload.userId, seq: payload.seq };
    case 'user.profile_updated.v1':
      return toUserView(required<User>(payload.user));
    case 'subscriber.friendship_started.v1':
      return { user: profileOf(other()), status: 'confirmed', since: payload.since as Date };
    case 'subscriber.friendship_ended.v1':
      return { user: profileOf(other()) };
    default:
      return toFriendRequest(payload, REQUEST_STATUS[type], me, profileOf);
  }
}

function toFriendRequest(request: FriendRequestSent, status: string, me: string, profileOf: ProfileLookup): EventData {
  const { friendRequestId: id, requesterId, recipientId, createdAt } = request;
  const mine = requesterId === me;
  const userId = mine ? recipientId : requesterId;
  const direction = mine ? 'outgoing' : 'incoming';
  return { id, userId, direction, status, createdAt: createdAt as Date, user: profileOf(userId) };
}
