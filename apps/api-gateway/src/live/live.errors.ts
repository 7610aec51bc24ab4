import { DomainError } from '@messenger/errors';

export class OriginNotAllowedError extends DomainError {
  constructor() {
    super('PERMISSION_DENIED', 'ORIGIN_NOT_ALLOWED', 'Pages of this origin may not connect');
  }
}
