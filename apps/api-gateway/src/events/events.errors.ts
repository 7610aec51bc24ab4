import { COMMON_REASONS, DomainError } from '@messenger/errors';

export class CursorExpiredError extends DomainError {
  constructor() {
    super(COMMON_REASONS.CURSOR_EXPIRED, 'Events after this cursor are no longer kept: read everything afresh');
  }
}
