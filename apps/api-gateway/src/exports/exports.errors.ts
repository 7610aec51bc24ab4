import { DomainError, USER_REASONS } from '@messenger/errors';

export class ExportFileNotReadyError extends DomainError {
  constructor() {
    super(USER_REASONS.EXPORT_NOT_READY, 'The file is not ready');
  }
}
