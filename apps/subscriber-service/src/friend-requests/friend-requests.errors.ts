import { DomainError, SUBSCRIBER_REASONS } from '@messenger/errors';

export class AlreadyFriendsError extends DomainError {
  constructor() {
    super(SUBSCRIBER_REASONS.ALREADY_FRIENDS, 'The two are friends already');
  }
}

/** The same for a block by either and for a recent decline: the requester must not learn which it is. */
export class RequestNotAllowedError extends DomainError {
  constructor() {
    super(SUBSCRIBER_REASONS.REQUEST_NOT_ALLOWED, 'This person cannot be asked now');
  }
}

export class FriendRequestNotFoundError extends DomainError {
  constructor() {
    super(SUBSCRIBER_REASONS.FRIEND_REQUEST_NOT_FOUND, 'There is no such request');
  }
}

export class FriendRequestNotPendingError extends DomainError {
  constructor() {
    super(SUBSCRIBER_REASONS.FRIEND_REQUEST_NOT_PENDING, 'The request has been answered or taken back');
  }
}
