import type { Tokens } from '@messenger/proto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { USER_CLIENT, type UserClient } from '../../clients/clients.module.js';

/** Has user-service create the profile of a new account, so that it exists when the client gets its tokens. */
@Injectable()
export class ProfileCreator {
  private readonly logger = new Logger(ProfileCreator.name);

  constructor(@Inject(USER_CLIENT) private readonly users: UserClient) {}

  /** Does not fail where user-service is down: the event `auth.user_registered.v1` creates the profile later. */
  async createFor({ accessToken }: Tokens): Promise<void> {
    await this.users.getMe({}, { accessToken }).catch((error: unknown) => {
      this.logger.warn('A profile waits for its event', error as Error);
    });
  }
}
