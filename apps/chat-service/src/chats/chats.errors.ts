import { CHAT_REASONS, DomainError } from '@messenger/errors';

/** Also for a chat of other people: it does not exist for the caller. */
export class ChatNotFoundError extends DomainError {
  constructor() {
    super(CHAT_REASONS.CHAT_NOT_FOUND, 'There is no such chat');
  }
}
