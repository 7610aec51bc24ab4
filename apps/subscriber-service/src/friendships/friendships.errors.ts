import { DomainError, SUBSCRIBER_REASONS } from '@messenger/errors';

export class FriendshipNotFoundError extends DomainError {
  constructor() {
    super(SUBSCRIBER_REASONS.NOT_FRIENDS, 'The two are not friends');
  }
}
