import { AccessTokenVerifier, type Administrators } from '@messenger/authentication';
import { Database } from '@messenger/database';
import { NotFoundError, UnauthenticatedError } from '@messenger/errors';
import { requestContext } from '@messenger/logging';
import type { CheckAdminResponse, RecordActRequest, RecordActResponse } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { AdministratorsRepository } from '../administrators/administrators.repository.js';
import { AdministrationService } from './administration.service.js';

/** Administrators as the database has them at that moment. */
@Injectable()
export class OwnAdministrators implements Administrators {
  constructor(
    private readonly database: Database,
    private readonly administrators: AdministratorsRepository,
    private readonly administration: AdministrationService,
    private readonly verifier: AccessTokenVerifier,
  ) {}

  /** @throws NotFoundError */
  async checkAdmin(): Promise<CheckAdminResponse> {
    if (!(await this.administrators.isAdmin(this.database, await this.callerId()))) throw new NotFoundError();
    return {};
  }

  async recordAct({ action, targetId, reason }: RecordActRequest): Promise<RecordActResponse> {
    await this.administration.record({ adminId: await this.callerId(), action, targetId, reason });
    return {};
  }

  /** Of the running rpc. @throws UnauthenticatedError */
  private async callerId(): Promise<string> {
    const token = requestContext.getStore()?.accessToken;
    if (token === undefined) throw new UnauthenticatedError();
    return (await this.verifier.verify(token)).userId;
  }
}
