import { CHAT_REASONS, DomainError } from '@messenger/errors';

export class ClientMessageIdReusedError extends DomainError {
  constructor() {
    super(CHAT_REASONS.CLIENT_MESSAGE_ID_REUSED, 'Another text was sent under this clientMessageId');
  }
}
