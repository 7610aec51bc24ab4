import { AUTH_REASONS, DomainError } from '@messenger/errors';

export class RegistrationClosedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.REGISTRATION_CLOSED, 'This server takes no new accounts');
  }
}

export class InviteRequiredError extends DomainError {
  constructor() {
    super(AUTH_REASONS.INVITE_REQUIRED, 'This server takes new accounts by invite alone');
  }
}

export class InviteInvalidError extends DomainError {
  constructor() {
    super(AUTH_REASONS.INVITE_INVALID, 'This is no invite of this server');
  }
}

export class InviteExpiredError extends DomainError {
  constructor() {
    super(AUTH_REASONS.INVITE_EXPIRED, 'The invite has expired');
  }
}

export class InviteRevokedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.INVITE_REVOKED, 'The invite was taken back');
  }
}

export class InviteUsedUpError extends DomainError {
  constructor() {
    super(AUTH_REASONS.INVITE_USED_UP, 'The invite was used as often as it may be');
  }
}

export class InviteNotFoundError extends DomainError {
  constructor() {
    super(AUTH_REASONS.INVITE_NOT_FOUND, 'You have no such invite');
  }
}

export class InvitingNotAllowedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.INVITING_NOT_ALLOWED, 'Only administrators make invites here');
  }
}

export class TooManyInvitesError extends DomainError {
  constructor(max: number) {
    super(AUTH_REASONS.TOO_MANY_INVITES, `You have ${max} invites that are still good; revoke some first`);
  }
}
