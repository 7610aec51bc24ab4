import { COMMON_REASONS, DomainError } from '@messenger/errors';

export class OriginNotAllowedError extends DomainError {
  constructor() {
    super(COMMON_REASONS.ORIGIN_NOT_ALLOWED, 'Pages of this origin may not connect');
  }
}
