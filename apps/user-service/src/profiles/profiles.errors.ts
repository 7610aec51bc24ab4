import { DomainError } from '@messenger/errors';

export class UserNotFoundError extends DomainError {
  constructor() {
    super('NOT_FOUND', 'USER_NOT_FOUND', 'Nobody has this id');
  }
}

export class NicknameTakenError extends DomainError {
  constructor() {
    super('ALREADY_EXISTS', 'NICKNAME_TAKEN', 'Somebody else has this nickname');
  }
}
