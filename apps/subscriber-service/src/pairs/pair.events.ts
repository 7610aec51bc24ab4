import type { NewEvent } from '@messenger/outbox';
import type { FriendRequestSent } from '@messenger/proto';
import type { AskedPair, Pair } from './pair.js';

export function friendRequestSent(pair: AskedPair): NewEvent<'subscriber.friend_request_sent.v1'> {
  return { type: 'subscriber.friend_request_sent.v1', ...toBoth(pair, requestOf(pair)) };
}

export function friendRequestDeclined(pair: AskedPair): NewEvent<'subscriber.friend_request_declined.v1'> {
  return { type: 'subscriber.friend_request_declined.v1', ...toBoth(pair, requestOf(pair)) };
}

export function friendRequestCancelled(pair: AskedPair): NewEvent<'subscriber.friend_request_cancelled.v1'> {
  return { type: 'subscriber.friend_request_cancelled.v1', ...toBoth(pair, requestOf(pair)) };
}

export function friendshipStarted(pair: AskedPair): NewEvent<'subscriber.friendship_started.v1'> {
  const { low, high, since, version, asking } = pair;
  return {
    type: 'subscriber.friendship_started.v1',
    ...toBoth(pair, { userIds: [low, high], since: since ?? undefined, version, friendRequestId: asking.id }),
  };
}

export function friendshipEnded(pair: Pair): NewEvent<'subscriber.friendship_ended.v1'> {
  const { low, high, version } = pair;
  return { type: 'subscriber.friendship_ended.v1', ...toBoth(pair, { userIds: [low, high], version }) };
}

/** A blocked person, too, must see what ended. */
function toBoth<Payload>({ low, high }: Pair, payload: Payload) {
  return { payload, subject: `${low}:${high}`, recipientIds: [low, high] };
}

function requestOf({ asking, version }: AskedPair): FriendRequestSent {
  const { id, requesterId, recipientId, createdAt } = asking;
  return { friendRequestId: id, requesterId, recipientId, createdAt, version };
}
