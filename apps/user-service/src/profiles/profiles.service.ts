import { Database, type Transaction } from '@messenger/database';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { generateNickname } from './generated-nickname.js';
import { differenceOf, type Profile, type ProfileChange } from './profile.js';
import { toProfileUpdated } from './profile.mapper.js';
import { NicknameTakenError, UserNotFoundError } from './profiles.errors.js';
import { ProfilesRepository } from './profiles.repository.js';

/** Far more than chance will ever need: an end for what would otherwise be a bug without one. */
const NICKNAME_ATTEMPTS = 10;

@Injectable()
export class ProfilesService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly profiles: ProfilesRepository,
  ) {}

  async getMe(id: string): Promise<Profile> {
    return (
      (await this.profiles.find(this.database, id)) ??
      this.database.transaction((transaction) => this.ensure(transaction, id))
    );
  }

  /** @throws UserNotFoundError */
  async get(id: string): Promise<Profile> {
    const profile = await this.profiles.find(this.database, id);
    if (profile === undefined) throw new UserNotFoundError();
    return profile;
  }

  async getMany(ids: string[]): Promise<Profile[]> {
    return this.profiles.findMany(this.database, ids);
  }

  /** @throws NicknameTakenError */
  async updateMe(id: string, wanted: ProfileChange): Promise<Profile> {
    return this.database.transaction((transaction) => this.update(transaction, id, wanted));
  }

  /** The same as part of a larger change. @throws NicknameTakenError */
  async update(transaction: Transaction, id: string, wanted: ProfileChange): Promise<Profile> {
    const profile = (await this.profiles.lock(transaction, id)) ?? (await this.ensure(transaction, id));
    const change = differenceOf(profile, wanted);
    return Object.keys(change).length === 0 ? profile : this.change(transaction, profile, change);
  }

  /**
   * The person's profile, locked; made where there is none, with a free nickname.
   *
   * The event of the registration and the person's own first requests come here at the same time: the insertion waits
   * for one that has not committed yet, and then finds its row.
   */
  async ensure(transaction: Transaction, id: string): Promise<Profile> {
    for (let attempt = 0; attempt < NICKNAME_ATTEMPTS; attempt++) {
      const profile =
        (await this.profiles.insert(transaction, id, generateNickname())) ??
        (await this.profiles.lock(transaction, id));
      if (profile !== undefined) return profile;
    }
    throw new Error(`None of ${NICKNAME_ATTEMPTS} generated nicknames was free`);
  }

  private async change(transaction: Transaction, before: Profile, change: ProfileChange): Promise<Profile> {
    const profile = { ...before, ...change, version: before.version + 1 };
    // The unique index settles races; asked first, two people who swap their nicknames at once cannot deadlock in it.
    if (await this.profiles.isTaken(transaction, profile)) throw new NicknameTakenError();
    await this.profiles.update(transaction, profile);
    this.outbox.add(transaction, {
      type: 'user.profile_updated.v1',
      payload: toProfileUpdated(profile),
      subject: profile.id,
      recipientIds: [profile.id],
    });
    return profile;
  }
}
