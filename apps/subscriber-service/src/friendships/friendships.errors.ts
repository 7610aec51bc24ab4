import { DomainError } from '@messenger/errors';

export class NotFriendsError extends DomainError {
  constructor() {
    super('NOT_FOUND', 'NOT_FRIENDS', 'The two are not friends');
  }
}
