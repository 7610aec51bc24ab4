import type { Complete, FriendRequest } from '@messenger/proto';
import type { Pair, RequestedPair } from '../pairs/pair.js';

const STATUS: Record<Pair['state'], string> = {
  pending: 'pending',
  friends: 'accepted',
  declined: 'declined',
  none: 'cancelled',
};

/** The request as one of the two sees it. */
export function toFriendRequest(me: string, pair: RequestedPair): Complete<FriendRequest> {
  const { requestId, requesterId, recipientId, requestedAt, state } = pair;
  const side =
    me === requesterId
      ? { userId: recipientId, direction: 'outgoing' }
      : { userId: requesterId, direction: 'incoming' };
  return { id: requestId, ...side, status: STATUS[state], createdAt: requestedAt };
}
