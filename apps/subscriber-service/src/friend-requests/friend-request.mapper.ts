import type { FriendRequest } from '@messenger/proto';
import type { AskedPair } from '../pairs/pair.js';

const STATUS = { pending: 'pending', friends: 'accepted', declined: 'declined', none: 'cancelled' };

/** The request as one of the two sees it. */
export function toFriendRequest(me: string, { asking, state }: AskedPair): FriendRequest {
  const { id, requesterId, recipientId, createdAt } = asking;
  const seen =
    me === requesterId
      ? { userId: recipientId, direction: 'outgoing' }
      : { userId: requesterId, direction: 'incoming' };
  return { id, ...seen, status: STATUS[state], createdAt };
}
