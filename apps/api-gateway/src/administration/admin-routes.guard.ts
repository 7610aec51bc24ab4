import { Inject, Injectable, type CanActivate } from '@nestjs/common';
import { AUTH_CLIENT, type AuthClient } from '../clients/clients.module.js';

/** Lets administrators in, as auth-service knows them now, before anything else of the request is looked at. */
@Injectable()
export class AdminRoutesGuard implements CanActivate {
  constructor(@Inject(AUTH_CLIENT) private readonly admin: AuthClient) {}

  /** @throws DomainError NOT_FOUND for everybody else */
  async canActivate(): Promise<boolean> {
    await this.admin.checkAdmin({});
    return true;
  }
}
