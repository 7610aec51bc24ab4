import { CHAT_REASONS, DomainError } from '@messenger/errors';

/** The day's messages or bytes are used up; both begin anew at midnight UTC. */
export class DailyQuotaReachedError extends DomainError {
  constructor(limit: string, retryAfter: number) {
    super(CHAT_REASONS.DAILY_QUOTA_REACHED, `No more than ${limit} a day (UTC)`, { retryAfter });
  }
}

export class EditLimitReachedError extends DomainError {
  constructor(limit: number) {
    super(CHAT_REASONS.EDIT_LIMIT_REACHED, `A message can be edited ${limit} times`);
  }
}
