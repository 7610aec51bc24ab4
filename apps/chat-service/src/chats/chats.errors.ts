import { DomainError } from '@messenger/errors';

/** Also for a chat of other people: it does not exist for the caller. */
export class ChatNotFoundError extends DomainError {
  constructor() {
    super('NOT_FOUND', 'CHAT_NOT_FOUND', 'There is no such chat');
  }
}
