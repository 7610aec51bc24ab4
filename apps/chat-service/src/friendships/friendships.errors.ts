import { DomainError } from '@messenger/errors';

export class NotFriendsError extends DomainError {
  constructor() {
    super('PERMISSION_DENIED', 'NOT_FRIENDS', 'The two are not friends');
  }
}
