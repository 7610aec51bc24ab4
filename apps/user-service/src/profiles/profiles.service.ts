import { Database, type Transaction } from '@messenger/database';
import { findErased, isErased, Outbox } from '@messenger/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { generateNickname, withSuffix } from './generated-nickname.js';
import { nicknameOfName } from './nickname-of-name.js';
import { effectiveChanges, withChanges, type Profile, type ProfileChanges } from './profile.js';
import { toProfileUpdated } from './profile.mapper.js';
import { NicknameTakenError, UserNotFoundError } from './profiles.errors.js';
import { ProfilesRepository } from './profiles.repository.js';

/** Chance needs one or two; a bug that needed more would otherwise loop for ever. */
const NICKNAME_ATTEMPTS = 10;

export const RESERVED_NICKNAMES = Symbol('RESERVED_NICKNAMES');

@Injectable()
export class ProfilesService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly profiles: ProfilesRepository,
    @Inject(RESERVED_NICKNAMES) private readonly reservedNicknames: string[],
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

  /** Changes nothing, and publishes no event, where nothing differs. @throws NicknameTakenError */
  async updateMe(id: string, wanted: ProfileChanges): Promise<Profile> {
    return this.database.transaction((transaction) => this.update(transaction, id, wanted));
  }

  /** As `updateMe`, inside a transaction that writes more. @throws NicknameTakenError */
  async update(transaction: Transaction, id: string, wanted: ProfileChanges): Promise<Profile> {
    const profile = (await this.profiles.lock(transaction, id)) ?? (await this.ensure(transaction, id));
    const changes = effectiveChanges(profile, wanted);
    if (Object.keys(changes).length === 0) return profile;
    if (changes.nickname !== undefined && this.isReserved(changes.nickname)) throw new NicknameTakenError();
    return this.save(transaction, withChanges(profile, changes));
  }

  /**
   * Returns the person's profile, locked; inserts it with a free nickname where there is none.
   *
   * The event of the registration and the person's first requests may insert at the same time: the later insertion waits
   * for the other transaction, conflicts, and the lock then finds the committed row.
   *
   * @throws UserNotFoundError where the person was erased: the access token outlives the account
   */
  async ensure(transaction: Transaction, id: string): Promise<Profile> {
    if ((await findErased(transaction, [id])).length > 0) throw new UserNotFoundError();
    for (let attempt = 0; attempt < NICKNAME_ATTEMPTS; attempt++) {
      const profile =
        (await this.profiles.insert(transaction, { id, nickname: generateNickname() })) ??
        (await this.profiles.lock(transaction, id));
      if (profile !== undefined) return profile;
    }
    throw new Error(`None of ${NICKNAME_ATTEMPTS} generated nicknames was free`);
  }

  /** As `ensure`, for a new account: with the nickname of the person's name, unless its owner has chosen one. */
  async createFor(transaction: Transaction, id: string, name: string | undefined): Promise<void> {
    if (await isErased(transaction, id)) return;
    const profile = await this.ensure(transaction, id);
    if (name === undefined || profile.nicknameChosen) return;
    const nickname = await this.freeNicknameOf(transaction, profile, name);
    if (nickname !== undefined) await this.save(transaction, withChanges(profile, { nickname }));
  }

  private async freeNicknameOf(transaction: Transaction, profile: Profile, name: string): Promise<string | undefined> {
    const nickname = nicknameOfName(name);
    if (nickname === undefined) return undefined;
    for (const candidate of [nickname, withSuffix(nickname), withSuffix(nickname)]) {
      if (this.isReserved(candidate)) continue;
      if (!(await this.profiles.isTaken(transaction, { ...profile, nickname: candidate }))) return candidate;
    }
    return undefined;
  }

  private isReserved(nickname: string): boolean {
    return this.reservedNicknames.some((reserved) => reserved.toLowerCase() === nickname.toLowerCase());
  }

  private async save(transaction: Transaction, profile: Profile): Promise<Profile> {
    // The unique index settles races. Checked before it, two people who swap nicknames at once cannot deadlock in it.
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
