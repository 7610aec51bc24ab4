import { DomainError, USER_REASONS } from '@messenger/errors';

export class UserNotFoundError extends DomainError {
  constructor() {
    super(USER_REASONS.USER_NOT_FOUND, 'Nobody has this id');
  }
}

export class NicknameTakenError extends DomainError {
  constructor() {
    super(USER_REASONS.NICKNAME_TAKEN, 'This nickname is not free');
  }
}
