import { CHAT_REASONS, DomainError } from '@messenger/errors';

/** Also for the peer's messages and for deleted ones: the caller can change neither. */
export class MessageNotFoundError extends DomainError {
  constructor() {
    super(CHAT_REASONS.MESSAGE_NOT_FOUND, 'There is no such message of yours');
  }
}
