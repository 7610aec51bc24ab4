import { Inject, Injectable, type CanActivate } from '@nestjs/common';
import { ADMINISTRATORS, type Administrators } from './administrators.js';

/** Asks auth-service at each call: a role that was taken away, or a suspension, counts at once. */
@Injectable()
export class AdministratorsGuard implements CanActivate {
  constructor(@Inject(ADMINISTRATORS) private readonly administrators: Pick<Administrators, 'checkAdmin'>) {}

  /** @throws NotFoundError, UnavailableError */
  async canActivate(): Promise<boolean> {
    await this.administrators.checkAdmin({});
    return true;
  }
}
