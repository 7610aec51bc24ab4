import { Inject, Injectable } from '@nestjs/common';
import { USER_CLIENT, type UserClient } from '../services/services.module.js';
import type { ProfileView } from './user.views.js';

/** The people of one answer. */
export type Profiles = (userId: string) => ProfileView;

/** Reads the profiles that an answer shows, all at once. */
@Injectable()
export class ProfilesReader {
  constructor(@Inject(USER_CLIENT) private readonly users: UserClient) {}

  async read(userIds: string[]): Promise<Profiles> {
    const unique = [...new Set(userIds)];
    const { users } = unique.length > 0 ? await this.users.batchGetUsers({ userIds: unique }) : { users: [] };
    const byId = new Map(users.map((user) => [user.id, user]));
    return (id) => {
      const user = byId.get(id);
      return { id, nickname: user?.nickname ?? null, avatarUrl: user?.avatarUrl ?? null };
    };
  }
}
