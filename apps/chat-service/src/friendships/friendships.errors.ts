import { CHAT_REASONS, DomainError } from '@messenger/errors';

export class NotFriendsError extends DomainError {
  constructor() {
    super(CHAT_REASONS.NOT_FRIENDS, 'The two are not friends');
  }
}
