import { callerOf } from '@messenger/authentication';
import { Database } from '@messenger/database';
import { NotFoundError } from '@messenger/errors';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { AdministratorsRepository } from '../administrators/administrators.repository.js';

/** Asks the database, at each call: a role that was taken away, or a suspension, counts at once. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly database: Database,
    private readonly administrators: AdministratorsRepository,
  ) {}

  /** @throws NotFoundError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const caller = callerOf(context.switchToRpc().getContext<object>());
    if (caller === undefined || !(await this.administrators.isAdmin(this.database, caller.userId)))
      throw new NotFoundError();
    return true;
  }
}
