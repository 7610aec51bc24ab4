import { DomainError, USER_REASONS } from '@messenger/errors';

export class ExportNotFoundError extends DomainError {
  constructor() {
    super(USER_REASONS.EXPORT_NOT_FOUND, 'There is no such export, or not any more');
  }
}

export class ExportNotReadyError extends DomainError {
  constructor() {
    super(USER_REASONS.EXPORT_NOT_READY, 'The file is not ready');
  }
}
