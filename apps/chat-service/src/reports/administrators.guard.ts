import type { RpcClient } from '@messenger/grpc';
import type { AdminService } from '@messenger/proto';
import { Inject, Injectable, type CanActivate } from '@nestjs/common';
import { AUTH_CLIENT } from '../grpc-clients.js';

/** Asks auth-service, in the caller's name and at each call: a role that was taken away, or a suspension, counts at once. */
@Injectable()
export class AdministratorsGuard implements CanActivate {
  constructor(@Inject(AUTH_CLIENT) private readonly auth: Pick<RpcClient<AdminService>, 'checkAdmin'>) {}

  /** @throws NotFoundError, UnavailableError */
  async canActivate(): Promise<boolean> {
    await this.auth.checkAdmin({});
    return true;
  }
}
