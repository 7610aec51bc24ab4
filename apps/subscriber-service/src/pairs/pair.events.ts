import type { NewEvent } from '@messenger/outbox';
import type { Complete, FriendRequestSent } from '@messenger/proto';
import type { Pair, RequestedPair } from './pair.js';

export function friendRequestSent(pair: RequestedPair): NewEvent<'subscriber.friend_request_sent.v1'> {
  return { type: 'subscriber.friend_request_sent.v1', payload: requestOf(pair), ...toBoth(pair) };
}

export function friendRequestDeclined(pair: RequestedPair): NewEvent<'subscriber.friend_request_declined.v1'> {
  return { type: 'subscriber.friend_request_declined.v1', payload: requestOf(pair), ...toBoth(pair) };
}

export function friendRequestCancelled(pair: RequestedPair): NewEvent<'subscriber.friend_request_cancelled.v1'> {
  return { type: 'subscriber.friend_request_cancelled.v1', payload: requestOf(pair), ...toBoth(pair) };
}

export function friendshipStarted(pair: RequestedPair): NewEvent<'subscriber.friendship_started.v1'> {
  const { userLow, userHigh, since, version, requestId } = pair;
  return {
    type: 'subscriber.friendship_started.v1',
    payload: { userIds: [userLow, userHigh], since: since ?? undefined, version, friendRequestId: requestId },
    ...toBoth(pair),
  };
}

export function friendshipEnded(pair: Pair): NewEvent<'subscriber.friendship_ended.v1'> {
  const { userLow, userHigh, version } = pair;
  return {
    type: 'subscriber.friendship_ended.v1',
    payload: { userIds: [userLow, userHigh], version },
    ...toBoth(pair),
  };
}

/** A blocked person receives it as well: what has ended must disappear for both. */
function toBoth({ userLow, userHigh }: Pair) {
  return { subject: `${userLow}:${userHigh}`, recipientIds: [userLow, userHigh] };
}

/** The three messages about a request have the same fields. */
function requestOf(pair: RequestedPair): Complete<FriendRequestSent> {
  const { requestId, requesterId, recipientId, requestedAt, version } = pair;
  return { friendRequestId: requestId, requesterId, recipientId, createdAt: requestedAt, version };
}
