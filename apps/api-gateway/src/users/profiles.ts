import { Inject, Injectable } from '@nestjs/common';
import { USER_CLIENT, type UserClient } from '../clients/clients.module.js';
import { avatarUrlOf, type ProfileView } from './user.views.js';

/** Looks up one of the profiles that were read for an answer. */
export type ProfileLookup = (userId: string) => ProfileView;

/** Reads all profiles that an answer shows with one rpc. */
@Injectable()
export class ProfilesReader {
  constructor(@Inject(USER_CLIENT) private readonly users: UserClient) {}

  async read(userIds: string[]): Promise<ProfileLookup> {
    const unique = [...new Set(userIds)];
    const { users } = unique.length > 0 ? await this.users.batchGetUsers({ userIds: unique }) : { users: [] };
    const byId = new Map(users.map((user) => [user.id, user]));
    return (id) => {
      const user = byId.get(id);
      return { id, nickname: user?.nickname ?? null, avatarUrl: avatarUrlOf(user) };
    };
  }
}
