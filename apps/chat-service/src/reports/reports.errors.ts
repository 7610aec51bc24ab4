import { CHAT_REASONS, DomainError } from '@messenger/errors';

export class ReportNotFoundError extends DomainError {
  constructor() {
    super(CHAT_REASONS.REPORT_NOT_FOUND, 'There is no such report, or not any more');
  }
}

export class ReportedUserNotFoundError extends DomainError {
  constructor() {
    super(CHAT_REASONS.USER_NOT_FOUND, 'Nobody has this id');
  }
}

/** Also for one that is deleted, or not of the person who is reported. */
export class ReportedMessageNotFoundError extends DomainError {
  constructor() {
    super(CHAT_REASONS.MESSAGE_NOT_FOUND, 'There is no such message of that person');
  }
}
