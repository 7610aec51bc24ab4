import { DomainError } from '@messenger/errors';

/** As for any other route that does not exist. */
export class NoSocketHereError extends DomainError {
  constructor() {
    super('NOT_FOUND', 'NOT_FOUND', 'WebSockets are opened at GET /v1/ws');
  }
}

export class OriginNotAllowedError extends DomainError {
  constructor() {
    super('PERMISSION_DENIED', 'ORIGIN_NOT_ALLOWED', 'Pages of this origin may not connect');
  }
}
