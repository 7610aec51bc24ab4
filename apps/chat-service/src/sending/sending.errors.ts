import { DomainError } from '@messenger/errors';

export class ClientMessageIdReusedError extends DomainError {
  constructor() {
    super('ALREADY_EXISTS', 'CLIENT_MESSAGE_ID_REUSED', 'Another text was sent under this clientMessageId');
  }
}
