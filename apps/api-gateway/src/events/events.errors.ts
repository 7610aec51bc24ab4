import { DomainError } from '@messenger/errors';

export class CursorExpiredError extends DomainError {
  constructor() {
    super('OUT_OF_RANGE', 'CURSOR_EXPIRED', 'Events after this cursor are no longer kept: read everything afresh');
  }
}
