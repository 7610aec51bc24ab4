import { DomainError, USER_REASONS } from '@messenger/errors';

/** As user-service says it of somebody whom it does not know. */
export class PersonNotFoundError extends DomainError {
  constructor() {
    super(USER_REASONS.USER_NOT_FOUND, 'Nobody has this id');
  }
}
