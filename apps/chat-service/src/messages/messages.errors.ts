import { CHAT_REASONS, DomainError } from '@messenger/errors';

/** Also for what the other wrote, and for what is deleted: the caller can do nothing with it. */
export class MessageNotFoundError extends DomainError {
  constructor() {
    super(CHAT_REASONS.MESSAGE_NOT_FOUND, 'There is no such message of yours');
  }
}
